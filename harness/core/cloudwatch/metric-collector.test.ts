import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addInstance } from '../testing/ec2-builder.ts';
import { NO_TRAFFIC } from '../testing/node-traffic-builder.ts';
import {
  addListener,
  addLoadBalancer,
  addTargetGroup,
  buildRegion,
  register,
  setVerdict,
} from '../testing/region-builder.ts';
import { ZONE_A, ZONE_B } from '../testing/zones.ts';
import type { Dimension } from './metric.ts';
import { MetricCollector, nextSampleAt, SAMPLE_INTERVAL_MS } from './metric-collector.ts';
import type { NodeTraffic } from './node-traffic.ts';

const START = Date.UTC(2026, 0, 1);
const LB: Dimension = { name: 'LoadBalancer', value: 'net/lb/1' };
const TG: Dimension = { name: 'TargetGroup', value: 'targetgroup/tg/2' };
const IN_A: Dimension = { name: 'AvailabilityZone', value: ZONE_A };
const IN_B: Dimension = { name: 'AvailabilityZone', value: ZONE_B };

/** A load balancer in two zones with one healthy target in each, and a collector that is told of its nodes. */
function balanced({ crossZone = false } = {}) {
  const region = buildRegion();
  const named = <T extends { arn: string }>(resource: T, arn: string): T => Object.assign(resource, { arn });
  const loadBalancer = named(
    addLoadBalancer(region, {
      zones: [ZONE_A, ZONE_B],
      attributes: { 'load_balancing.cross_zone.enabled': String(crossZone) },
    }),
    'arn:aws:elasticloadbalancing:us-east-1:0:loadbalancer/net/lb/1',
  );
  region.elbv2.loadBalancers.clear();
  region.elbv2.loadBalancers.set(loadBalancer.arn, loadBalancer);
  const targetGroup = named(
    addTargetGroup(region),
    'arn:aws:elasticloadbalancing:us-east-1:0:targetgroup/tg/2',
  );
  region.elbv2.targetGroups.clear();
  region.elbv2.targetGroups.set(targetGroup.arn, targetGroup);
  addListener(region, loadBalancer, [targetGroup]);
  const health = { [ZONE_A]: 'healthy', [ZONE_B]: 'healthy' } as const;
  const targets = [
    register(targetGroup, addInstance(region, 101, { zone: ZONE_A }), { health }),
    register(targetGroup, addInstance(region, 102, { zone: ZONE_B }), { health }),
  ] as const;
  const collector = new MetricCollector(region, START);
  let now = START;
  const look = (...traffic: NodeTraffic[]) => {
    now = nextSampleAt(now);
    collector.look(traffic, now);
  };
  /** Looks at nothing until the minute is over. */
  const finishMinute = () => {
    do look();
    while (now % 60_000 !== 0);
  };
  const traffic = (availabilityZone: string, counts: Partial<NodeTraffic>): NodeTraffic => ({
    loadBalancerArn: loadBalancer.arn,
    availabilityZone,
    ...NO_TRAFFIC,
    ...counts,
  });
  const flows = (opened: number, active: number) => ({
    targetGroups: { [targetGroup.arn]: { opened, active, tcp: { opened: 0, active: 0 } } },
  });
  const pointsOf = (name: string, ...dimensions: Dimension[]) =>
    region.metrics.get({ name, dimensions })?.points.map(({ at, statistics }) => ({ at, ...statistics })) ??
    [];
  const lastOf = (name: string, ...dimensions: Dimension[]) => pointsOf(name, ...dimensions).at(-1);
  const namesOf = (...dimensions: Dimension[]) =>
    region.metrics
      .all()
      .filter(({ metric }) => metric.dimensions.length === dimensions.length)
      .filter(({ metric }) =>
        dimensions.every(({ name, value }) =>
          metric.dimensions.some((has) => has.name === name && has.value === value),
        ),
      )
      .map(({ metric }) => metric.name)
      .sort();
  return { region, targets, look, finishMinute, traffic, flows, pointsOf, lastOf, namesOf };
}

const HEALTH = ['HealthyHostCount', 'UnHealthyHostCount'];

test('NLB-CW-01 NLB-CW-04 NLB-CW-06 without traffic there are health metrics each minute and no others', () => {
  const { finishMinute, namesOf, pointsOf } = balanced();
  finishMinute();
  finishMinute();
  expect(namesOf(LB)).toEqual(['ZonalHealthStatus']);
  expect(namesOf(IN_A, LB)).toEqual(['ZonalHealthStatus']);
  expect(namesOf(TG)).toEqual([]);
  expect(namesOf(TG, LB)).toEqual(HEALTH);
  expect(namesOf(IN_A, TG, LB)).toEqual(HEALTH);
  expect(pointsOf('ZonalHealthStatus', LB).map(({ at }) => at)).toEqual([START, START + 60_000]);
});

test('NLB-CW-02 NLB-CW-03 NLB-CW-07 traffic in one zone gives its metrics there and for the whole', () => {
  const { look, finishMinute, traffic, flows, namesOf, lastOf } = balanced();
  look(traffic(ZONE_A, { processedPackets: 10, processedBytes: 1000, ...flows(2, 2) }));
  look(traffic(ZONE_A, { processedPackets: 30, processedBytes: 600, ...flows(1, 3) }));
  finishMinute();
  const reported = [
    'ActiveFlowCount',
    'ActiveFlowCount_UDP',
    'NewFlowCount',
    'NewFlowCount_UDP',
    'PeakBytesPerSecond',
    'PeakPacketsPerSecond',
    'PortAllocationErrorCount',
    'ProcessedBytes',
    'ProcessedBytes_UDP',
    'ProcessedPackets',
    'RejectedFlowCount',
    'ZonalHealthStatus',
  ];
  expect(namesOf(IN_A, LB)).toEqual(reported);
  expect(namesOf(LB)).toEqual(['ConsumedLCUs', 'ConsumedLCUs_UDP', ...reported].sort());
  expect(namesOf(IN_B, LB)).toEqual(['ZonalHealthStatus']);
  expect(namesOf(TG)).toEqual(
    reported.filter((name) => name.includes('FlowCount') && name !== 'RejectedFlowCount'),
  );
  expect(lastOf('ProcessedPackets', LB)).toEqual({
    at: START,
    sampleCount: 1,
    sum: 40,
    minimum: 40,
    maximum: 40,
  });
  expect(lastOf('NewFlowCount', TG)).toMatchObject({ sum: 3 });
  expect(lastOf('ActiveFlowCount', IN_A, LB)).toMatchObject({ sampleCount: 6, minimum: 0, maximum: 3 });
  expect(lastOf('PeakPacketsPerSecond', LB)).toMatchObject({ maximum: 3 });
  expect(lastOf('PeakBytesPerSecond', LB)).toMatchObject({ maximum: 100 });
});

test('NLB-CW-03 Sum is over all nodes, and Maximum is that of one node', () => {
  const { look, finishMinute, traffic, flows, lastOf } = balanced();
  look(
    traffic(ZONE_A, { processedPackets: 1, ...flows(5, 5) }),
    traffic(ZONE_B, { processedPackets: 1, ...flows(7, 7) }),
  );
  finishMinute();
  expect(lastOf('NewFlowCount', LB)).toEqual({ at: START, sampleCount: 2, sum: 12, minimum: 5, maximum: 7 });
  expect(lastOf('NewFlowCount', TG)).toMatchObject({ sum: 12 });
});

test('NLB-CW-03 capacity units are those of the dimension that uses most', () => {
  const unitsOf = (counts: Partial<NodeTraffic>) => {
    const { look, finishMinute, traffic, lastOf } = balanced();
    look(traffic(ZONE_A, { processedPackets: 1, ...counts }));
    finishMinute();
    return lastOf('ConsumedLCUs', LB)?.sum;
  };
  const { flows } = balanced();
  expect(unitsOf(flows(24_000, 1))).toBeCloseTo(1);
  expect(unitsOf(flows(0, 100_000))).toBeCloseTo(2);
  expect(unitsOf({ processedBytes: 10 ** 9 })).toBeCloseTo(60);
});

test('NLB-CW-05 NLB-CW-09 what security groups block is in its own metrics and in no other', () => {
  const { look, finishMinute, traffic, namesOf, lastOf } = balanced();
  look(traffic(ZONE_A, { blockedInbound: 3, blockedOutbound: 1 }));
  finishMinute();
  const blocked = ['SecurityGroupBlockedFlowCount_Inbound_UDP', 'SecurityGroupBlockedFlowCount_Outbound_UDP'];
  expect(namesOf(LB)).toEqual([...blocked, 'ZonalHealthStatus']);
  expect(namesOf(IN_A, LB)).toEqual([...blocked, 'ZonalHealthStatus']);
  expect(lastOf('SecurityGroupBlockedFlowCount_Inbound_UDP', LB)).toMatchObject({ sum: 3 });
});

test('NLB-CW-05 what is rejected, and what is routed although too few targets are healthy, is counted', () => {
  const { look, finishMinute, traffic, lastOf } = balanced();
  look(traffic(ZONE_A, { rejected: 2, portAllocationErrors: 4, unhealthyRouting: 5 }));
  finishMinute();
  expect(lastOf('RejectedFlowCount', IN_A, LB)).toMatchObject({ sum: 2 });
  expect(lastOf('PortAllocationErrorCount', IN_A, LB)).toMatchObject({ sum: 4 });
  expect(lastOf('UnhealthyRoutingFlowCount', IN_A, LB)).toMatchObject({ sum: 5 });
});

test('NLB-CW-01 a flow without datagrams keeps its metrics; its end ends them', () => {
  const { look, finishMinute, traffic, flows, pointsOf } = balanced();
  look(traffic(ZONE_A, flows(1, 1)));
  finishMinute();
  for (let sample = 0; sample < 6; sample++) look(traffic(ZONE_A, flows(0, 1)));
  finishMinute();
  expect(pointsOf('ActiveFlowCount_UDP', LB).map(({ at }) => at)).toEqual([START, START + 60_000]);
  expect(pointsOf('NewFlowCount_UDP', LB).map(({ at }) => at)).toEqual([START]);
  expect(pointsOf('NewFlowCount', LB).map(({ sum }) => sum)).toEqual([1, 0]);
});

test('NLB-CW-04 a node counts its own zone there, and every target for the whole', () => {
  const { finishMinute, targets, lastOf } = balanced();
  setVerdict(targets[1], ZONE_A, 'unhealthy');
  finishMinute();
  expect(lastOf('HealthyHostCount', IN_A, TG, LB)).toMatchObject({ minimum: 1, maximum: 1 });
  expect(lastOf('UnHealthyHostCount', IN_A, TG, LB)).toMatchObject({ maximum: 0 });
  expect(lastOf('HealthyHostCount', TG, LB)).toMatchObject({ minimum: 1, maximum: 2, sampleCount: 12 });
  expect(lastOf('UnHealthyHostCount', TG, LB)).toMatchObject({ minimum: 0, maximum: 1 });
});

test('NLB-CW-04 with cross-zone on, a zone counts the targets of all zones', () => {
  const { finishMinute, lastOf } = balanced({ crossZone: true });
  finishMinute();
  expect(lastOf('HealthyHostCount', IN_A, TG, LB)).toMatchObject({ maximum: 2 });
});

test('NLB-CW-04 a change within the minute shows in its minimum', () => {
  const { look, finishMinute, targets, lastOf } = balanced();
  look();
  setVerdict(targets[0], ZONE_A, 'unhealthy');
  finishMinute();
  expect(lastOf('HealthyHostCount', IN_A, TG, LB)).toMatchObject({ minimum: 0, maximum: 1, sampleCount: 6 });
});

test('NLB-CW-06 each zone reports 1 while it is healthy, else 0', () => {
  const { finishMinute, targets, lastOf } = balanced();
  setVerdict(targets[1], ZONE_B, 'unhealthy');
  finishMinute();
  expect(lastOf('ZonalHealthStatus', IN_A, LB)).toMatchObject({ minimum: 1, maximum: 1 });
  expect(lastOf('ZonalHealthStatus', IN_B, LB)).toMatchObject({ minimum: 0, maximum: 0 });
  expect(lastOf('ZonalHealthStatus', LB)).toMatchObject({ minimum: 0, maximum: 1 });
});

test('NLB-CW-04 without registered targets there is no count of hosts', () => {
  const { region, finishMinute, namesOf } = balanced();
  for (const { targets } of region.elbv2.targetGroups.values()) targets.clear();
  finishMinute();
  expect(namesOf(TG, LB)).toEqual([]);
});

test('whatever the nodes count is in exactly one point, of the zone and of the whole', () => {
  const counts = fc.record({
    processedPackets: fc.nat({ max: 50 }),
    blockedInbound: fc.nat({ max: 3 }),
    opened: fc.nat({ max: 3 }),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(counts, counts), { maxLength: 40 }), (looks) => {
      const { look, finishMinute, traffic, flows, pointsOf } = balanced();
      for (const [inA, inB] of looks)
        look(
          traffic(ZONE_A, { ...inA, ...flows(inA.opened, 0) }),
          traffic(ZONE_B, { ...inB, ...flows(inB.opened, 0) }),
        );
      finishMinute();
      const told = (key: keyof (typeof looks)[number][0], zones: readonly (0 | 1)[]) =>
        looks.flatMap((both) => zones.map((zone) => both[zone][key])).reduce((sum, one) => sum + one, 0);
      const total = (name: string, ...dimensions: Dimension[]) =>
        pointsOf(name, ...dimensions).reduce((all, { sum }) => all + sum, 0);
      for (const [name, key] of [
        ['ProcessedPackets', 'processedPackets'],
        ['SecurityGroupBlockedFlowCount_Inbound_UDP', 'blockedInbound'],
        ['NewFlowCount_UDP', 'opened'],
      ] as const) {
        expect(total(name, LB)).toBe(told(key, [0, 1]));
        expect(total(name, IN_A, LB)).toBe(told(key, [0]));
        expect(total(name, IN_B, LB)).toBe(told(key, [1]));
      }
      expect(total('NewFlowCount', TG)).toBe(told('opened', [0, 1]));
    }),
    { numRuns: 50 },
  );
});

test('looks fall on whole minutes, however late the one before came', () => {
  expect(nextSampleAt(START)).toBe(START + SAMPLE_INTERVAL_MS);
  expect(nextSampleAt(START + 59_999)).toBe(START + 60_000);
});

test('a look that comes late still ends its own minute', () => {
  const { region } = balanced();
  const collector = new MetricCollector(region, START);
  collector.look([], START + 50_000);
  collector.look([], START + 130_000);
  expect(
    region.metrics.get({ name: 'ZonalHealthStatus', dimensions: [LB] })?.points.map(({ at }) => at),
  ).toEqual([START]);
});
