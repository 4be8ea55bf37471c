import type { Clock } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { Metrics } from './support/metrics.ts';
import { allow, replaceInboundRules } from './support/security-group-rules.ts';

const MINUTE_MS = 60_000;
/** IPv4 and UDP headers, which count as processed bytes. */
const HEADER_BYTES = 28;

/** Lets time go by to the end of the minute: its points are there then. */
async function finishMinute(clock: Clock): Promise<void> {
  await clock.advance(MINUTE_MS - (clock.now() % MINUTE_MS));
}

test('known traffic is in the flow, byte and packet metrics of its minute, zone and target group', {
  rules: ['NLB-CW-01', 'NLB-CW-02', 'NLB-CW-03', 'NLB-CW-07'],
  needs: ['virtual-time'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 2 });
  using metrics = new Metrics(world, nlb);
  await finishMinute(clock);
  const minute = new Date(clock.now());
  const { zones, targetGroup } = nlb;
  const [zoneA, zoneB] = zones.map(({ availabilityZone }) => availabilityZone);
  const ofGroup = { targetGroupArn: targetGroup.arn, alone: true };

  const first = await client.openFlow(nlb, { zone: 0 });
  const second = await client.openFlow(nlb, { zone: 1 });
  const answered = [
    ...(await first.sendMany({ count: 3, payloadBytes: 100 })),
    await second.send('x'.repeat(50)),
  ];
  expect(answered.filter(({ lost }) => lost)).toEqual([]);
  const sent = answered.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  const received = answered.reduce((sum, { payload }) => sum + (payload?.length ?? 0), 0);

  await finishMinute(clock);
  const at = (sum: number, minimum: number, maximum: number) => [{ at: minute, sum, minimum, maximum }];
  expect(await metrics.minutes('NewFlowCount_UDP')).toEqual(at(2, 1, 1));
  expect(await metrics.minutes('NewFlowCount_UDP', { zone: zoneA! })).toEqual(at(1, 1, 1));
  expect(await metrics.minutes('NewFlowCount', ofGroup)).toEqual(at(2, 1, 1));
  expect(await metrics.minutes('ProcessedPackets')).toEqual(at(8, 2, 6));
  expect(await metrics.minutes('ProcessedPackets', { zone: zoneB! })).toEqual(at(2, 2, 2));
  expect(await metrics.sum('ProcessedBytes')).toBe(sent + received + 8 * HEADER_BYTES);
  expect((await metrics.minutes('PeakPacketsPerSecond', { zone: zoneA! }))[0]?.maximum).toBe(6 / 10);
  expect((await metrics.minutes('ActiveFlowCount', { zone: zoneA! }))[0]).toMatchObject({ maximum: 1 });
  expect(await metrics.sum('RejectedFlowCount')).toBe(0);
  expect(await metrics.sum('ConsumedLCUs')).toBeGreaterThan(0);
});

test('when traffic and its flows are over there are no more points, which is not zero', {
  rules: ['NLB-CW-01'],
  needs: ['virtual-time'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1 });
  using metrics = new Metrics(world, nlb);
  await finishMinute(clock);
  const started = clock.now();
  expect(await (await client.openFlow(nlb, { zone: 0 })).send()).toBeServedBy(nlb.targets[0]!);

  await clock.advance(10 * MINUTE_MS);
  const minutesOf = async (name: string) =>
    (await metrics.minutes(name)).map(({ at }) => (at.getTime() - started) / MINUTE_MS);
  expect(await minutesOf('NewFlowCount_UDP')).toEqual([0]);
  // The flow is there until it has been idle for 120 s.
  expect(await minutesOf('ActiveFlowCount_UDP')).toEqual([0, 1]);
  expect(await minutesOf('ProcessedPackets')).toEqual([0, 1]);
});

test('a datagram that the security group blocks is in the metric for that and in no other', {
  rules: ['NLB-CW-05', 'NLB-CW-09'],
  needs: ['virtual-time'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 2 });
  using metrics = new Metrics(world, nlb);
  await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, [
    allow('udp', nlb.listenerPort, '198.51.100.0/24'),
  ]);
  const flow = await client.openFlow(nlb, { zone: 0 });
  expect(await flow.sendMany({ count: 5 })).toBeLost();

  await finishMinute(clock);
  expect(await metrics.sum('SecurityGroupBlockedFlowCount_Inbound_UDP')).toBe(5);
  expect(await metrics.names()).toEqual(['SecurityGroupBlockedFlowCount_Inbound_UDP', 'ZonalHealthStatus']);
});

test('the counts of hosts and the zone follow the health of the targets', {
  rules: ['NLB-CW-04', 'NLB-CW-06'],
  needs: ['virtual-time'],
}, async ({ deploy, clock, world }) => {
  const nlb = await deploy({ targets: 2 });
  using metrics = new Metrics(world, nlb);
  const [failing] = nlb.targets;
  const zone = failing!.availabilityZone;
  const ofGroup = { targetGroupArn: nlb.targetGroup.arn };
  const latest = async (name: string, scope: Parameters<Metrics['minutes']>[1]) =>
    (await metrics.minutes(name, scope)).at(-1);
  await finishMinute(clock);
  await finishMinute(clock);
  expect((await latest('HealthyHostCount', ofGroup))?.maximum).toBe(2);
  expect((await latest('HealthyHostCount', { ...ofGroup, zone }))?.minimum).toBe(1);
  expect((await latest('ZonalHealthStatus', { zone }))?.minimum).toBe(1);

  await failing!.stopHealthListener();
  await expect(failing!).toBecome('unhealthy');
  await finishMinute(clock);
  await finishMinute(clock);
  expect((await latest('HealthyHostCount', ofGroup))?.maximum).toBe(1);
  expect((await latest('UnHealthyHostCount', ofGroup))?.minimum).toBe(1);
  expect((await latest('HealthyHostCount', { ...ofGroup, zone }))?.maximum).toBe(0);
  expect((await latest('ZonalHealthStatus', { zone }))?.maximum).toBe(0);
  expect(await latest('ZonalHealthStatus', {})).toMatchObject({ minimum: 0, maximum: 1 });
});

test('flows that are routed because every target is unhealthy are counted', {
  rules: ['NLB-CW-05', 'NLB-RT-12'],
  needs: ['virtual-time'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  using metrics = new Metrics(world, nlb);
  const [target] = nlb.targets;
  await target!.stopHealthListener();
  await expect(target!).toBecome('unhealthy');
  await finishMinute(clock);

  expect(await (await client.openFlows(nlb, 3, { zone: 0 })).sendAll()).toBeServedBy(target!);
  await finishMinute(clock);
  expect(await metrics.sum('UnhealthyRoutingFlowCount')).toBe(3);
});
