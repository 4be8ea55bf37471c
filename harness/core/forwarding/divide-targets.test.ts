import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TargetGroup, ZonalHealth } from '../elbv2/state.ts';
import { setVerdict } from '../testing/region-builder.ts';
import { routedGroup } from '../testing/routes-builder.ts';
import { ZONE_A, ZONE_B } from '../testing/zones.ts';
import { nextRoutesDeadline } from './routes-deadline.ts';

test('NLB-RT-12 fails open to every registered target when none is healthy', () => {
  const { add, group, ids } = routedGroup();
  add(101, 'unhealthy');
  add(102, 'initial');
  expect(group().failOpen).toBe(true);
  expect(ids().candidates).toEqual(['i-101', 'i-102']);
  add(103, 'healthy');
  expect(group().failOpen).toBe(false);
  expect(ids().candidates).toEqual(['i-103']);
});

test('NLB-RT-12 the scope of fail-open is the zone with cross-zone off and the group with it on', () => {
  const failOpen = (crossZone: string) => {
    const { add, group } = routedGroup({
      zones: [ZONE_A, ZONE_B],
      loadBalancer: { 'load_balancing.cross_zone.enabled': crossZone },
    });
    add(101, 'unhealthy', ZONE_A);
    add(102, 'healthy', ZONE_B);
    return [group(0, 0).failOpen, group(0, 1).failOpen];
  };
  expect(failOpen('false')).toEqual([true, false]);
  expect(failOpen('true')).toEqual([false, false]);
});

test('NLB-RT-12 fails open exactly when fewer targets are healthy than the minimum', () => {
  const prefix = 'target_group_health.unhealthy_state_routing.minimum_healthy_targets';
  const settings = fc.record({
    verdicts: fc.array(fc.constantFrom<ZonalHealth['verdict']>('healthy', 'unhealthy', 'initial'), {
      maxLength: 6,
    }),
    count: fc.integer({ min: 1, max: 4 }),
    percentage: fc.oneof(fc.constant('off' as const), fc.integer({ min: 1, max: 100 })),
  });
  fc.assert(
    fc.property(settings, ({ verdicts, count, percentage }) => {
      const { add, group } = routedGroup({
        targetGroup: { [`${prefix}.count`]: String(count), [`${prefix}.percentage`]: String(percentage) },
      });
      verdicts.forEach((verdict, index) => {
        add(101 + index, verdict);
      });
      const healthy = verdicts.filter((verdict) => verdict === 'healthy').length;
      const tooFew =
        healthy < count || (percentage !== 'off' && (healthy / verdicts.length) * 100 < percentage);
      expect(group().failOpen).toBe(verdicts.length > 0 && tooFew);
      expect(group().candidates).toHaveLength(group().failOpen ? verdicts.length : healthy);
    }),
  );
});

test('NLB-RT-13 draining and unused targets are no part of fail-open', () => {
  const { region, add, ids } = routedGroup();
  add(101, 'unhealthy');
  add(102, 'unhealthy').drainingUntil = 300_000;
  add(103, 'initial');
  region.ec2.instances.get('i-103')!.state = 'stopped';
  add(104, 'initial', ZONE_B);
  expect(ids()).toEqual({ candidates: ['i-101'], keepers: [] });
});

test('NLB-RT-08 a draining target keeps its flows until its delay ends, unless it turns unhealthy', () => {
  const { add, ids } = routedGroup();
  add(101, 'healthy');
  const draining = add(102, 'healthy');
  draining.drainingUntil = 300_000;
  expect(ids(299_999)).toEqual({ candidates: ['i-101'], keepers: ['i-102'] });
  expect(ids(300_000)).toEqual({ candidates: ['i-101'], keepers: [] });
  setVerdict(draining, ZONE_A, 'unhealthy');
  expect(ids(1000)).toEqual({ candidates: ['i-101'], keepers: [] });
});

test('NLB-RT-09 a former target keeps its flows unless it was unhealthy', () => {
  const { targetGroup, add, ids } = routedGroup();
  const makeFormer = (group: TargetGroup, host: number, verdict: ZonalHealth['verdict']) => {
    const target = add(host, verdict);
    target.drainingUntil = 1000;
    group.targets.delete(`i-${host}:53`);
    group.formerTargets.set(`i-${host}:53`, target);
  };
  add(101, 'healthy');
  makeFormer(targetGroup, 102, 'healthy');
  makeFormer(targetGroup, 103, 'unhealthy');
  expect(ids(3_600_000)).toEqual({ candidates: ['i-101'], keepers: ['i-102'] });
});

test('NLB-RT-11 an unhealthy target keeps its flows where termination is off, for the interval if there is one', () => {
  const keepersAt = (interval: string, now: number) => {
    const { add, ids } = routedGroup({
      targetGroup: {
        'target_health_state.unhealthy.connection_termination.enabled': 'false',
        'target_health_state.unhealthy.draining_interval_seconds': interval,
      },
    });
    add(101, 'healthy');
    setVerdict(add(102, 'healthy'), ZONE_A, 'unhealthy', 10_000);
    add(103, 'unhealthy');
    expect(ids(now).candidates).toEqual(['i-101']);
    return ids(now).keepers;
  };
  expect(keepersAt('0', 3_600_000)).toEqual(['i-102']);
  expect(keepersAt('60', 69_999)).toEqual(['i-102']);
  expect(keepersAt('60', 70_000)).toEqual([]);
});

test('NLB-TM-04 in the observed profile an unhealthy target takes new flows for a while', () => {
  const { region, add, ids } = routedGroup({ profile: 'observed' });
  add(101, 'healthy');
  setVerdict(add(102, 'healthy'), ZONE_A, 'unhealthy', 10_000);
  add(103, 'unhealthy');
  expect(nextRoutesDeadline(region, 10_000)).toBe(45_000);
  expect(ids(44_999).candidates).toEqual(['i-101', 'i-102']);
  expect(ids(45_000).candidates).toEqual(['i-101']);
  expect(nextRoutesDeadline(region, 45_000)).toBeUndefined();
});

test('NLB-TM-04 in the observed profile a draining target that turned unhealthy keeps its flows for a while', () => {
  const { add, ids } = routedGroup({ profile: 'observed' });
  add(101, 'healthy');
  const draining = add(102, 'healthy');
  draining.drainingUntil = 300_000;
  setVerdict(draining, ZONE_A, 'unhealthy', 200_000);
  expect(ids(234_999).keepers).toEqual(['i-102']);
  expect(ids(235_000).keepers).toEqual([]);
});

test('NLB-TM-03 in the observed profile a deregistered target takes new flows for two minutes', () => {
  const { region, add, ids } = routedGroup({ profile: 'observed' });
  add(101, 'healthy');
  Object.assign(add(102, 'healthy'), { deregisteredAt: 0, drainingUntil: 300_000 });
  expect(ids(119_999)).toEqual({ candidates: ['i-101', 'i-102'], keepers: [] });
  expect(ids(120_000)).toEqual({ candidates: ['i-101'], keepers: ['i-102'] });
  expect([0, 120_000, 300_000].map((now) => nextRoutesDeadline(region, now))).toEqual([
    120_000,
    300_000,
    undefined,
  ]);
});
