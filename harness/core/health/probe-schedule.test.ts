import { expect, test } from 'vitest';
import { createElbv2State } from '../elbv2/state.ts';
import { ANYWHERE, addInstance, addSecurityGroup } from '../testing/ec2-builder.ts';
import {
  addListener,
  addLoadBalancer,
  addTargetGroup,
  buildRegion,
  forwardTo,
  register,
} from '../testing/region-builder.ts';
import { nodeAddress, ZONE_A, ZONE_B } from '../testing/zones.ts';
import { applyProbeResult, dueProbes, forgetUnusedHealth, nextProbeDeadline } from './probe-schedule.ts';

const REGISTERED_MS = 1000;
const INTERVAL_MS = 10_000;

function checkedRegion(
  options: Parameters<typeof addTargetGroup>[1] & Parameters<typeof addLoadBalancer>[1] = {},
) {
  const region = buildRegion();
  const { zones, securityGroupIds, ...ofGroup } = options;
  const loadBalancer = addLoadBalancer(region, {
    ...(zones && { zones }),
    ...(securityGroupIds && { securityGroupIds }),
  });
  const targetGroup = addTargetGroup(region, ofGroup);
  const listener = addListener(region, loadBalancer, [targetGroup]);
  const target = register(targetGroup, addInstance(region, 101));
  return { region, loadBalancer, listener, targetGroup, target };
}

test('checks a target first when its registration ends, then at every interval', () => {
  const { region } = checkedRegion();
  expect(dueProbes(region, 0)).toEqual([]);
  expect(nextProbeDeadline(region)).toBe(REGISTERED_MS);
  const [first] = dueProbes(region, REGISTERED_MS);
  expect(first).toMatchObject({ timeoutMs: 5000, blocked: undefined });
  expect(nextProbeDeadline(region)).toBeUndefined();
  applyProbeResult(region, first!.reference, true, REGISTERED_MS + 3);
  expect(nextProbeDeadline(region)).toBe(REGISTERED_MS + INTERVAL_MS);
  expect(dueProbes(region, REGISTERED_MS + INTERVAL_MS - 1)).toEqual([]);
  expect(dueProbes(region, REGISTERED_MS + INTERVAL_MS)).toHaveLength(1);
});

test('does not send a probe while the one before is in flight', () => {
  const { region } = checkedRegion();
  const [first] = dueProbes(region, REGISTERED_MS);
  expect(dueProbes(region, REGISTERED_MS + INTERVAL_MS)).toEqual([]);
  applyProbeResult(region, first!.reference, false, REGISTERED_MS + INTERVAL_MS);
  expect(dueProbes(region, REGISTERED_MS + INTERVAL_MS)).toHaveLength(1);
});

test("NLB-HC-01 every enabled zone's node checks every target from its own address", () => {
  const { region, targetGroup } = checkedRegion({ zones: [ZONE_A, ZONE_B] });
  register(targetGroup, addInstance(region, 102, { zone: ZONE_B }));
  const seen = dueProbes(region, REGISTERED_MS).map(
    ({ probe }) => `${probe.fromAddress} ${probe.to.address}`,
  );
  expect(seen).toEqual([
    '10.0.1.10 10.0.1.101',
    '10.0.2.10 10.0.1.101',
    '10.0.1.10 10.0.2.102',
    '10.0.2.10 10.0.2.102',
  ]);
});

test('NLB-HC-03 a TCP check says nothing', () => {
  const { region } = checkedRegion();
  expect(dueProbes(region, REGISTERED_MS)[0]?.probe).toEqual({
    protocol: 'TCP',
    fromAddress: nodeAddress(ZONE_A),
    to: { address: '10.0.1.101', port: 53 },
    path: undefined,
    matcherHttpCode: undefined,
    host: undefined,
  });
});

test("NLB-HC-04 NLB-HC-12 an HTTP check names the node's address and the listener's port as its host", () => {
  const { region } = checkedRegion({ healthCheck: { protocol: 'HTTP', port: '8080' } });
  expect(dueProbes(region, REGISTERED_MS)[0]?.probe).toEqual({
    protocol: 'HTTP',
    fromAddress: nodeAddress(ZONE_A),
    to: { address: '10.0.1.101', port: 8080 },
    path: '/',
    matcherHttpCode: '200-399',
    host: '10.0.1.10:53',
  });
});

test('NLB-HC-10 traffic-port follows the port of each registration', () => {
  const { region, targetGroup } = checkedRegion();
  register(targetGroup, 'i-101', { port: 5353 });
  expect(dueProbes(region, REGISTERED_MS).map(({ probe }) => probe.to.port)).toEqual([53, 5353]);
});

test('NLB-SG-06 NLB-HC-11 a check is blocked where no outbound rule admits the check port', () => {
  const { region } = checkedRegion({ securityGroupIds: ['sg-lb'], healthCheck: { port: '8080' } });
  const peer = { kind: 'cidr-ipv4', cidr: '10.0.0.0/16' } as const;
  addSecurityGroup(region, 'sg-lb', [{ ipProtocol: 'udp', fromPort: 53, isEgress: true, peer }]);
  const [blocked] = dueProbes(region, REGISTERED_MS);
  expect(blocked?.blocked).toBe('security-group');
  applyProbeResult(region, blocked!.reference, false, REGISTERED_MS + 5000);
  addSecurityGroup(region, 'sg-lb', [{ ipProtocol: 'tcp', fromPort: 8080, isEgress: true, peer }]);
  expect(dueProbes(region, REGISTERED_MS + INTERVAL_MS)[0]?.blocked).toBeUndefined();
});

test("NLB-SG-07 NLB-SG-08 a target admits checks by the node's address or by the load balancer's group", () => {
  const blocked = (
    securityGroupIds: readonly string[],
    rule: Parameters<typeof addSecurityGroup>[2][number],
  ) => {
    const { region } = checkedRegion({ securityGroupIds });
    addSecurityGroup(region, 'sg-lb', [{ ...ANYWHERE, isEgress: true }]);
    addSecurityGroup(region, 'sg-open', [rule]);
    return dueProbes(region, REGISTERED_MS)[0]?.blocked;
  };
  const tcp = { ipProtocol: 'tcp', fromPort: 53 };
  const byAddress = { ...tcp, peer: { kind: 'cidr-ipv4', cidr: '10.0.1.10/32' } } as const;
  const byGroup = { ...tcp, peer: { kind: 'security-group', groupId: 'sg-lb' } } as const;
  const clientsOnly = { ...tcp, peer: { kind: 'cidr-ipv4', cidr: '203.0.113.0/24' } } as const;
  expect(blocked([], byAddress)).toBeUndefined();
  expect(blocked(['sg-lb'], byGroup)).toBeUndefined();
  expect(blocked([], byGroup)).toBe('security-group');
  expect(blocked([], clientsOnly)).toBe('security-group');
});

test('NLB-RT-18 says of each node whether its verdict changed', () => {
  const { region } = checkedRegion({ zones: [ZONE_A, ZONE_B] });
  const [own, other] = dueProbes(region, REGISTERED_MS);
  expect(applyProbeResult(region, own!.reference, true, REGISTERED_MS)).toBe(true);
  expect(applyProbeResult(region, other!.reference, true, REGISTERED_MS)).toBe(true);
  expect(applyProbeResult(region, own!.reference, false, REGISTERED_MS)).toBe(false);
});

test('ignores the result of a probe from before health started over', () => {
  const { region, listener, targetGroup, target } = checkedRegion();
  const [stale] = dueProbes(region, REGISTERED_MS);
  forwardTo(listener, []);
  forgetUnusedHealth(region, 2000);
  expect(target.health.size).toBe(0);
  forwardTo(listener, [targetGroup]);
  const [fresh] = dueProbes(region, 3000);
  expect(applyProbeResult(region, stale!.reference, true, 3001)).toBe(false);
  expect(target.health.get(ZONE_A)?.verdict).toBe('initial');
  expect(applyProbeResult(region, fresh!.reference, true, 3001)).toBe(true);
});

test('ignores the result of a probe whose target or group is gone', () => {
  const { region, targetGroup } = checkedRegion();
  const [probe] = dueProbes(region, REGISTERED_MS);
  targetGroup.targets.clear();
  expect(applyProbeResult(region, probe!.reference, true, 2000)).toBe(false);
  const empty = { ...region, elbv2: createElbv2State() };
  expect(applyProbeResult(empty, probe!.reference, true, 2000)).toBe(false);
});

test('NLB-LB-19 a zone that is no longer enabled has no say', () => {
  const { region, loadBalancer, target } = checkedRegion({ zones: [ZONE_A, ZONE_B] });
  dueProbes(region, REGISTERED_MS);
  expect([...target.health.keys()]).toEqual([ZONE_A, ZONE_B]);
  loadBalancer.zones = loadBalancer.zones.slice(0, 1);
  forgetUnusedHealth(region, 2000);
  expect([...target.health.keys()]).toEqual([ZONE_A]);
});

test('NLB-RT-08 goes on checking a draining target until it is gone', () => {
  const { region, target } = checkedRegion();
  target.drainingUntil = 5000;
  expect(dueProbes(region, REGISTERED_MS)).toHaveLength(1);
  expect(dueProbes(region, 5000)).toEqual([]);
  expect(target.health.size).toBe(0);
});

test('NLB-TA-12 checks nothing while the load balancer is provisioning, is of another type, or the instance is stopped', () => {
  const { region, loadBalancer } = checkedRegion();
  loadBalancer.state = 'provisioning';
  expect(dueProbes(region, REGISTERED_MS)).toEqual([]);
  loadBalancer.state = 'active';
  region.ec2.instances.get('i-101')!.state = 'stopped';
  expect(dueProbes(region, REGISTERED_MS)).toEqual([]);
  region.ec2.instances.get('i-101')!.state = 'running';
  region.elbv2.loadBalancers.set(loadBalancer.arn, { ...loadBalancer, type: 'application' });
  expect(dueProbes(region, REGISTERED_MS)).toEqual([]);
  expect(nextProbeDeadline(region)).toBeUndefined();
});
