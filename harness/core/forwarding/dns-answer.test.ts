import { expect, test } from 'vitest';
import type { TargetGroup } from '../elbv2/state.ts';
import { addInstance } from '../testing/ec2-builder.ts';
import {
  addListener,
  addLoadBalancer,
  addTargetGroup,
  buildRegion,
  register,
} from '../testing/region-builder.ts';
import { nodeAddress, ZONE_A, ZONE_B } from '../testing/zones.ts';
import { answerDns } from './dns-answer.ts';

const NAME = 'lb-0123456789abcdef.elb.us-east-1.amazonaws.com';
const [NODE_A, NODE_B] = [nodeAddress(ZONE_A), nodeAddress(ZONE_B)];

function twoZones(options: { crossZone?: boolean; attributes?: Record<string, string> } = {}) {
  const region = buildRegion();
  const loadBalancer = addLoadBalancer(region, {
    zones: [ZONE_A, ZONE_B],
    attributes: { 'load_balancing.cross_zone.enabled': String(options.crossZone ?? false) },
  });
  const targetGroup = addTargetGroup(region, { attributes: options.attributes ?? {} });
  addListener(region, loadBalancer, [targetGroup]);
  const resolve = (name = NAME) => answerDns(region, name, 0)?.addresses;
  const registerIn = (group: TargetGroup, host: number, zone: string, verdict: 'healthy' | 'unhealthy') =>
    register(group, addInstance(region, host, { zone }), {
      health: { [ZONE_A]: verdict, [ZONE_B]: verdict },
    });
  return { region, loadBalancer, targetGroup, resolve, registerIn };
}

test('NLB-RT-15 answers one address an enabled zone, for 60 s', () => {
  const { region, targetGroup, registerIn } = twoZones();
  registerIn(targetGroup, 101, ZONE_A, 'healthy');
  registerIn(targetGroup, 102, ZONE_B, 'healthy');
  expect(answerDns(region, NAME, 0)).toEqual({ addresses: [NODE_A, NODE_B], ttlSeconds: 60 });
});

test('knows names in any case and with a final dot, and no others', () => {
  const { resolve } = twoZones();
  expect(resolve(`${NAME.toUpperCase()}.`)).toEqual([NODE_A, NODE_B]);
  expect(resolve('lb-fedcba9876543210.elb.us-east-1.amazonaws.com')).toBeUndefined();
  expect(resolve(`us-east-1c.${NAME}`)).toBeUndefined();
});

test('NLB-LB-10 a zonal name answers with the address of its zone', () => {
  const { resolve } = twoZones();
  expect(resolve(`us-east-1b.${NAME}`)).toEqual([NODE_B]);
});

test('NLB-RT-15 a zone without a healthy or registered target leaves DNS while cross-zone is off', () => {
  const { targetGroup, resolve, registerIn } = twoZones();
  registerIn(targetGroup, 101, ZONE_A, 'healthy');
  expect(resolve()).toEqual([NODE_A]);
  registerIn(targetGroup, 102, ZONE_B, 'unhealthy');
  expect(resolve()).toEqual([NODE_A]);
  registerIn(targetGroup, 102, ZONE_B, 'healthy');
  expect(resolve()).toEqual([NODE_A, NODE_B]);
});

test('NLB-RT-15 with cross-zone on, targets of other zones keep a zone in DNS', () => {
  const { targetGroup, resolve, registerIn } = twoZones({ crossZone: true });
  registerIn(targetGroup, 101, ZONE_A, 'healthy');
  expect(resolve()).toEqual([NODE_A, NODE_B]);
});

test('NLB-RT-15 one unhealthy target group takes the zone out for all', () => {
  const { region, loadBalancer, targetGroup, resolve, registerIn } = twoZones();
  registerIn(targetGroup, 101, ZONE_A, 'healthy');
  registerIn(targetGroup, 102, ZONE_B, 'healthy');
  const other = addTargetGroup(region, { name: 'other' });
  addListener(region, loadBalancer, [other], { port: 54 });
  registerIn(other, 103, ZONE_A, 'healthy');
  expect(resolve()).toEqual([NODE_A]);
});

test('NLB-RT-15 when all zones are unhealthy all addresses are answered', () => {
  const { targetGroup, resolve, registerIn } = twoZones();
  registerIn(targetGroup, 101, ZONE_A, 'unhealthy');
  registerIn(targetGroup, 102, ZONE_B, 'unhealthy');
  expect(resolve()).toEqual([NODE_A, NODE_B]);
});

test('NLB-RT-15 the minimum can be raised, put as a percentage, or switched off', () => {
  const key = 'target_group_health.dns_failover.minimum_healthy_targets';
  const withOneOfTwoInZoneB = (attributes: Record<string, string>) => {
    const { targetGroup, resolve, registerIn } = twoZones({ attributes });
    for (const host of [101, 102]) registerIn(targetGroup, host, ZONE_A, 'healthy');
    registerIn(targetGroup, 103, ZONE_B, 'healthy');
    registerIn(targetGroup, 104, ZONE_B, 'unhealthy');
    return resolve();
  };
  expect(withOneOfTwoInZoneB({ [`${key}.count`]: '2' })).toEqual([NODE_A]);
  expect(withOneOfTwoInZoneB({ [`${key}.percentage`]: '50' })).toEqual([NODE_A, NODE_B]);
  expect(withOneOfTwoInZoneB({ [`${key}.percentage`]: '51' })).toEqual([NODE_A]);

  const off = twoZones({ attributes: { [`${key}.count`]: 'off' } });
  off.registerIn(off.targetGroup, 101, ZONE_A, 'healthy');
  expect(off.resolve()).toEqual([NODE_A, NODE_B]);
});

test('a load balancer that is provisioning or has no listener answers with all its addresses', () => {
  const region = buildRegion();
  const loadBalancer = addLoadBalancer(region, { zones: [ZONE_A, ZONE_B] });
  expect(answerDns(region, NAME, 0)?.addresses).toEqual([NODE_A, NODE_B]);
  loadBalancer.state = 'provisioning';
  expect(answerDns(region, NAME, 0)?.addresses).toEqual([NODE_A, NODE_B]);
});
