import type { Clock } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { Metrics } from './support/metrics.ts';
import { deregister } from './support/registration.ts';
import { connectionsByTarget, TCP_WITH_HEALTH_APART } from './support/tcp.ts';

const MINUTE_MS = 60_000;
/** IPv4 and TCP headers, which count as processed bytes, of each piece of a stream. */
const HEADER_BYTES = 40;

async function finishMinute(clock: Clock): Promise<void> {
  await clock.advance(MINUTE_MS - (clock.now() % MINUTE_MS));
}

test('connections, their bytes and their resets are in the metrics of TCP, and datagrams are not', {
  rules: ['NLB-TC-09', 'NLB-CW-02', 'NLB-CW-05'],
  needs: ['virtual-time'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, protocol: 'TCP_UDP', targets: 2 });
  const [failing] = nlb.targets;
  using metrics = new Metrics(world, nlb);
  await finishMinute(clock);
  const connections = await connectionsByTarget(client, nlb, 2);
  const opened = [...connections.values()].flat().length;
  const ofFailing = connections.get(failing!.name)!.length;
  await (await client.openFlow(nlb)).send();
  await finishMinute(clock);
  expect(await metrics.sum('NewFlowCount_TCP')).toBe(opened);
  expect(await metrics.sum('NewFlowCount_UDP')).toBe(1);
  expect(await metrics.sum('NewFlowCount')).toBe(opened + 1);
  const active = await metrics.minutes('ActiveFlowCount_TCP');
  expect(active.at(-1)!.maximum).toBeGreaterThan(0);
  const all = await metrics.sum('ProcessedBytes');
  const byTcp = await metrics.sum('ProcessedBytes_TCP');
  expect(byTcp).toBeGreaterThan(opened * 2 * HEADER_BYTES);
  expect(all! - byTcp!).toBe(await metrics.sum('ProcessedBytes_UDP'));
  expect(await metrics.sum('TCP_ELB_Reset_Count')).toBe(0);

  await failing!.stopHealthListener();
  await expect(failing!).toBecome('unhealthy');
  for (const connection of connections.get(failing!.name)!) expect(await connection.outcome).toBe('reset');
  await finishMinute(clock);
  // One reset to the client and one to the target.
  expect(await metrics.sum('TCP_ELB_Reset_Count')).toBe(2 * ofFailing);
  expect(await metrics.sum('TCP_Client_Reset_Count')).toBe(0);
});

test('connections without a target are rejected flows of TCP', {
  rules: ['NLB-TC-09', 'NLB-TC-05', 'NLB-CW-05'],
  needs: ['virtual-time'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({
    ...TCP_WITH_HEALTH_APART,
    targets: 1,
    attributes: { 'deregistration_delay.timeout_seconds': '0' },
  });
  using metrics = new Metrics(world, nlb);
  await deregister(nlb, nlb.targets[0]!);
  await expect(nlb.targets[0]!).toBecome('unused');
  for (const connection of await client.connectMany(nlb, 3)) expect(await connection.outcome).toBe('reset');
  await finishMinute(clock);
  expect(await metrics.sum('RejectedFlowCount_TCP')).toBe(3);
  expect(await metrics.sum('RejectedFlowCount')).toBe(3);
  expect(await metrics.sum('TCP_ELB_Reset_Count')).toBe(3);
});
