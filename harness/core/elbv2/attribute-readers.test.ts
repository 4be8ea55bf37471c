import { expect, test } from 'vitest';
import {
  closesFlowsAfterDeregistration,
  closesFlowsOfUnhealthyTargets,
  deregistrationDelayMs,
  dnsFailoverThreshold,
  isCrossZoneEnabled,
  isDeletionProtected,
  isSourceIpSticky,
  unhealthyDrainingIntervalMs,
  unhealthyStateRoutingThreshold,
} from './attribute-readers.ts';
import { regionWithListener } from './region.fixture.ts';

test.each([
  ['use_load_balancer_configuration', 'false', false],
  ['use_load_balancer_configuration', 'true', true],
  ['false', 'true', false],
  ['true', 'false', true],
])(
  'NLB-TG-19 with %s at the group and %s at the load balancer, cross-zone is %s',
  (ofGroup, ofLoadBalancer, expected) => {
    const { loadBalancer, targetGroup } = regionWithListener();
    targetGroup.attributes.set('load_balancing.cross_zone.enabled', ofGroup);
    loadBalancer.attributes.set('load_balancing.cross_zone.enabled', ofLoadBalancer);
    expect(isCrossZoneEnabled(loadBalancer, targetGroup)).toBe(expected);
  },
);

test('NLB-TG-13 reads the defaults of a UDP group', () => {
  const { loadBalancer, targetGroup } = regionWithListener();
  expect({
    delayMs: deregistrationDelayMs(targetGroup),
    closesAfterDelay: closesFlowsAfterDeregistration(targetGroup),
    closesOfUnhealthy: closesFlowsOfUnhealthyTargets(targetGroup),
    drainingMs: unhealthyDrainingIntervalMs(targetGroup),
    isSticky: isSourceIpSticky(targetGroup),
    dns: dnsFailoverThreshold(targetGroup),
    routing: unhealthyStateRoutingThreshold(targetGroup),
    isProtected: isDeletionProtected(loadBalancer),
  }).toEqual({
    delayMs: 300_000,
    closesAfterDelay: true,
    closesOfUnhealthy: true,
    drainingMs: 0,
    isSticky: false,
    dns: { count: 1, percentage: undefined },
    routing: { count: 1, percentage: undefined },
    isProtected: false,
  });
});

test('NLB-TG-20 reads a threshold that is off as undefined', () => {
  const { targetGroup } = regionWithListener();
  const prefix = 'target_group_health.dns_failover.minimum_healthy_targets';
  targetGroup.attributes.set(`${prefix}.count`, 'off');
  targetGroup.attributes.set(`${prefix}.percentage`, '50');
  expect(dnsFailoverThreshold(targetGroup)).toEqual({ count: undefined, percentage: 50 });
});
