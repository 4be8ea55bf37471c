import { expect, test } from 'vitest';
import type { TargetGroup, ZonalHealth } from '../elbv2/state.ts';
import { addInstance } from '../testing/ec2-builder.ts';
import {
  addListener,
  addLoadBalancer,
  addTargetGroup,
  buildRegion,
  register,
  setVerdict,
} from '../testing/region-builder.ts';
import { nodeAddress, ZONE_A, ZONE_B, ZONE_C } from '../testing/zones.ts';
import { describeTargetHealth, describeUnregisteredTarget } from './target-health.ts';

const REGISTERED_MS = 1000;

function usedGroup(options: Parameters<typeof addTargetGroup>[1] & { zones?: readonly string[] } = {}) {
  const region = buildRegion();
  const loadBalancer = addLoadBalancer(region, { zones: options.zones ?? [ZONE_A] });
  const targetGroup = addTargetGroup(region, options);
  addListener(region, loadBalancer, [targetGroup]);
  const target = register(targetGroup, addInstance(region, 101));
  return { region, loadBalancer, targetGroup, target };
}

test('NLB-TA-12 NLB-TA-08 a target is unused while no listener forwards to its group', () => {
  const region = buildRegion();
  const targetGroup = addTargetGroup(region);
  const target = register(targetGroup, addInstance(region, 101));
  expect(describeTargetHealth(region, targetGroup, target, 0)).toEqual({
    state: 'unused',
    reason: 'Target.NotInUse',
    description: 'Target group is not configured to receive traffic from the load balancer',
    healthCheckPort: '53',
  });
});

test('NLB-TA-12 a target is unused while its zone is not enabled for the load balancer', () => {
  const { region, targetGroup } = usedGroup();
  const elsewhere = register(targetGroup, addInstance(region, 102, { zone: ZONE_B }));
  expect(describeTargetHealth(region, targetGroup, elsewhere, 0)).toMatchObject({
    state: 'unused',
    reason: 'Target.NotInUse',
    description: 'Target is in an Availability Zone that is not enabled for the load balancer',
  });
});

test('NLB-TA-11 a stopped instance is unused in an invalid state, a terminated one too', () => {
  const { region, targetGroup, target } = usedGroup();
  region.ec2.instances.get('i-101')!.state = 'stopped';
  expect(describeTargetHealth(region, targetGroup, target, 0)).toMatchObject({
    state: 'unused',
    reason: 'Target.InvalidState',
    description: 'Target is in the stopped state',
  });
  region.ec2.instances.delete('i-101');
  expect(describeTargetHealth(region, targetGroup, target, 0)).toMatchObject({
    state: 'unused',
    reason: 'Target.InvalidState',
    description: 'Target is in the terminated state',
  });
});

test("NLB-TA-18 a load balancer's own address cannot be used as a target", () => {
  const { region, targetGroup } = usedGroup({ targetType: 'ip' });
  const target = register(targetGroup, nodeAddress(ZONE_A));
  expect(describeTargetHealth(region, targetGroup, target, 0)).toMatchObject({
    state: 'unused',
    reason: 'Target.IpUnusable',
    description: 'The IP address cannot be used as a target, as it is in use by a load balancer',
  });
});

test('NLB-TA-08 a new target is first registered, then checked', () => {
  const { region, targetGroup, target } = usedGroup();
  expect(describeTargetHealth(region, targetGroup, target, REGISTERED_MS - 1)).toMatchObject({
    state: 'initial',
    reason: 'Elb.RegistrationInProgress',
    description: 'Target registration is in progress',
  });
  expect(describeTargetHealth(region, targetGroup, target, REGISTERED_MS)).toMatchObject({
    state: 'initial',
    reason: 'Elb.InitialHealthChecking',
    description: 'Initial health checks in progress',
  });
});

test('a target waits in registration while the load balancer is provisioning', () => {
  const { region, loadBalancer, targetGroup, target } = usedGroup();
  loadBalancer.state = 'provisioning';
  expect(describeTargetHealth(region, targetGroup, target, 60_000).reason).toBe('Elb.RegistrationInProgress');
});

test('NLB-TA-08 a healthy target has no reason, an unhealthy one the only reason that an NLB gives', () => {
  const { region, targetGroup, target } = usedGroup();
  setVerdict(target, ZONE_A, 'healthy');
  expect(describeTargetHealth(region, targetGroup, target, 5000)).toEqual({
    state: 'healthy',
    reason: undefined,
    description: undefined,
    healthCheckPort: '53',
  });
  setVerdict(target, ZONE_A, 'unhealthy');
  expect(describeTargetHealth(region, targetGroup, target, 5000)).toMatchObject({
    state: 'unhealthy',
    reason: 'Target.FailedHealthChecks',
    description: 'Health checks failed',
  });
});

test('NLB-TA-16 a deregistered target is draining, whatever its health', () => {
  const { region, targetGroup, target } = usedGroup();
  setVerdict(target, ZONE_A, 'unhealthy');
  target.drainingUntil = 300_000;
  expect(describeTargetHealth(region, targetGroup, target, 5000)).toMatchObject({
    state: 'draining',
    reason: 'Target.DeregistrationInProgress',
    description: 'Target deregistration is in progress',
  });
});

test('NLB-RT-11 an unhealthy target drains for its interval where termination is off', () => {
  const { region, targetGroup, target } = usedGroup({
    attributes: {
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '60',
    },
  });
  setVerdict(target, ZONE_A, 'healthy');
  setVerdict(target, ZONE_A, 'unhealthy', 10_000);
  expect(describeTargetHealth(region, targetGroup, target, 69_999).state).toBe('unhealthy.draining');
  expect(describeTargetHealth(region, targetGroup, target, 70_000).state).toBe('unhealthy');
});

test('NLB-HC-02 the API shows what most nodes think, and the own node decides a tie', () => {
  const { region, targetGroup } = usedGroup({ zones: [ZONE_A, ZONE_B, ZONE_C] });
  const state = (...verdicts: ZonalHealth['verdict'][]) => {
    const [a, b, c] = verdicts;
    const target = register(targetGroup, addInstance(region, 102, { zone: ZONE_B }), {
      health: { [ZONE_A]: a!, [ZONE_B]: b!, [ZONE_C]: c! },
    });
    return describeTargetHealth(region, targetGroup, target, 5000).state;
  };
  expect(state('healthy', 'healthy', 'unhealthy')).toBe('healthy');
  expect(state('unhealthy', 'healthy', 'unhealthy')).toBe('unhealthy');
  expect(state('initial', 'healthy', 'unhealthy')).toBe('healthy');
  expect(state('healthy', 'unhealthy', 'initial')).toBe('unhealthy');
});

test('NLB-HC-02 the first enabled zone decides a tie about a target outside all zones', () => {
  const { region, targetGroup } = usedGroup({ targetType: 'ip', zones: [ZONE_A, ZONE_B] });
  const target = register(targetGroup, '192.168.7.7', {
    availabilityZone: 'all',
    health: { [ZONE_A]: 'unhealthy', [ZONE_B]: 'healthy' },
  });
  expect(describeTargetHealth(region, targetGroup, target, 5000).state).toBe('unhealthy');
});

test('NLB-TA-10 NLB-HC-10 an unregistered target is unused, and still has a port to check', () => {
  const port = (targetGroup: TargetGroup) => describeUnregisteredTarget(targetGroup, { port: 5353 });
  expect(port(addTargetGroup(buildRegion()))).toEqual({
    state: 'unused',
    reason: 'Target.NotRegistered',
    description: 'Target is not registered to the target group',
    healthCheckPort: '5353',
  });
  expect(port(addTargetGroup(buildRegion(), { healthCheck: { port: '8080' } })).healthCheckPort).toBe('8080');
});
