import type { DatagramResult } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

const sticky = { 'stickiness.enabled': 'true', 'stickiness.type': 'source_ip' };
/** A household behind one NAT: many sockets, one address. */
const HOUSEHOLD = { sourceAddress: '203.0.113.77' };

test('with source_ip stickiness all flows of one client address go to one target, without it they spread', {
  rules: ['NLB-RT-19'],
}, async ({ deploy, client }) => {
  const stickyNlb = await deploy({ targets: 2, crossZone: true, attributes: sticky });
  const plainNlb = await deploy({ targets: 2, crossZone: true });

  expect(serversOf(await (await client.openFlows(stickyNlb, 30, HOUSEHOLD)).sendAll())).toHaveLength(1);
  expect(serversOf(await (await client.openFlows(plainNlb, 30, HOUSEHOLD)).sendAll())).toHaveLength(2);
});

test('different client addresses still spread over the targets', {
  rules: ['NLB-RT-19'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, attributes: sticky });
  const flows = await client.openFlows(nlb, 40);
  expect(new Set(flows.flows.map(({ local }) => local.address)).size).toBe(40);
  expect(serversOf(await flows.sendAll())).toEqual(['target-a', 'target-b']);
});

test('the stickiness has no end: an hour after its last datagram the client is back on its target', {
  rules: ['NLB-RT-19'],
}, async ({ deploy, client, clock }) => {
  // Nothing may change meanwhile, so checks are as rare as they can be.
  const nlb = await deploy({
    targets: 3,
    crossZone: true,
    attributes: sticky,
    healthCheck: { intervalSeconds: 300 },
  });
  const { servedBy } = await (await client.openFlow(nlb, HOUSEHOLD)).send();
  await clock.advance(3_600_000); // the flow itself ended after 120 s
  expect(await (await client.openFlows(nlb, 20, HOUSEHOLD)).sendAll()).toBeServedBy(servedBy!);
});

test('when its target fails, a sticky client gets one other target for all of its flows', {
  rules: ['NLB-RT-19'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 3, crossZone: true, attributes: sticky });
  const flows = await client.openFlows(nlb, 20, HOUSEHOLD);
  const failing = nlb.target((await flows.sendAll())[0]!.servedBy);

  await failing.stopHealthListener();
  await expect(failing).toBecome('unhealthy');
  const others = nlb.otherTargets(failing).map(({ name }) => name);
  const after = serversOf(await flows.sendAll());
  expect(after).toHaveLength(1);
  expect(others).toContain(after[0]);
});

test('without cross-zone load balancing a client sticks to one target in each zone', {
  rules: ['NLB-RT-19'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 4, attributes: sticky });
  for (const [zone, { availabilityZone }] of nlb.zones.entries()) {
    const servers = serversOf(await (await client.openFlows(nlb, 20, { ...HOUSEHOLD, zone })).sendAll());
    expect(servers).toHaveLength(1);
    expect(nlb.target(servers[0]).availabilityZone).toBe(availabilityZone);
  }
});

/** Who served, each once; `undefined` is among them if anything was lost. */
function serversOf(results: readonly DatagramResult[]): (string | undefined)[] {
  return [...new Set(results.map(({ servedBy }) => servedBy))].sort();
}
