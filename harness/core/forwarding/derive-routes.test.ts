import { expect, test } from 'vitest';
import { ANYWHERE, addInstance, addSecurityGroup } from '../testing/ec2-builder.ts';
import { addListener, addTargetGroup, forwardTo, register, setVerdict } from '../testing/region-builder.ts';
import { routedGroup } from '../testing/routes-builder.ts';
import { nodeAddress, ZONE_A, ZONE_B } from '../testing/zones.ts';
import { deriveRoutes } from './derive-routes.ts';

test('describes each node, listener and target in the order of the state', () => {
  const { region, add } = routedGroup({ zones: [ZONE_A, ZONE_B] });
  add(101, 'healthy');
  const { nodes } = deriveRoutes(region, 0);
  expect(nodes.map(({ availabilityZone, address }) => [availabilityZone, address])).toEqual([
    [ZONE_A, nodeAddress(ZONE_A)],
    [ZONE_B, nodeAddress(ZONE_B)],
  ]);
  expect(nodes[0]).toMatchObject({
    region: 'us-east-1',
    loadBalancerArn: 'arn:lb/lb',
    active: true,
    securityGroups: undefined,
    listeners: [
      {
        listenerArn: 'arn:listener/lb/53',
        protocol: 'UDP',
        port: 53,
        targetGroupStickiness: false,
        targetGroups: [
          {
            targetGroupArn: 'arn:tg/tg',
            weight: 1,
            sourceIpStickiness: false,
            failOpen: false,
            candidates: [{ id: 'i-101', address: '10.0.1.101', port: 53, availabilityZone: ZONE_A }],
            keepers: [],
          },
        ],
      },
    ],
  });
  expect(deriveRoutes(region, 0)).toEqual({ nodes });
});

test('tells nodes of a load balancer that is provisioning that they are not active', () => {
  const { region, loadBalancer } = routedGroup();
  loadBalancer.state = 'provisioning';
  expect(deriveRoutes(region, 0).nodes[0]?.active).toBe(false);
});

test('leaves other types of load balancer out', () => {
  const { region, loadBalancer } = routedGroup();
  region.elbv2.loadBalancers.set(loadBalancer.arn, { ...loadBalancer, type: 'application' });
  expect(deriveRoutes(region, 0)).toEqual({ nodes: [] });
});

test('keeps the protocol of every listener, whether it can be forwarded or not', () => {
  const { region, loadBalancer, targetGroup } = routedGroup();
  addListener(region, loadBalancer, [targetGroup], { port: 443, protocol: 'QUIC' });
  addListener(region, loadBalancer, [targetGroup], { port: 80, protocol: 'TCP' });
  expect(deriveRoutes(region, 0).nodes[0]?.listeners.map(({ protocol }) => protocol)).toEqual([
    'UDP',
    'QUIC',
    'TCP',
  ]);
});

test('NLB-RT-14 a node uses targets of its own zone only while cross-zone is off', () => {
  const { add, ids } = routedGroup({ zones: [ZONE_A, ZONE_B] });
  add(101, 'healthy', ZONE_A);
  add(102, 'healthy', ZONE_B);
  expect(ids(0, 0).candidates).toEqual(['i-101']);
  expect(ids(0, 1).candidates).toEqual(['i-102']);
});

test.each([
  ['true', undefined, 2],
  ['true', 'use_load_balancer_configuration', 2],
  ['true', 'false', 1],
  ['false', 'true', 2],
  ['false', 'use_load_balancer_configuration', 1],
])(
  'NLB-TG-19 cross-zone %s on the load balancer and %s on the group leave %i targets',
  (onLoadBalancer, onGroup, count) => {
    const key = 'load_balancing.cross_zone.enabled';
    const { add, ids } = routedGroup({
      zones: [ZONE_A, ZONE_B],
      loadBalancer: { [key]: onLoadBalancer },
      targetGroup: onGroup ? { [key]: onGroup } : {},
    });
    add(101, 'healthy', ZONE_A);
    add(102, 'healthy', ZONE_B);
    expect(ids().candidates).toHaveLength(count);
  },
);

test('NLB-TA-04 an address outside the VPC counts for every zone when it says so', () => {
  const { region, loadBalancer, listener } = routedGroup({ zones: [ZONE_A, ZONE_B] });
  const outside = addTargetGroup(region, { name: 'outside', targetType: 'ip' });
  forwardTo(listener, [outside]);
  const health = { [ZONE_A]: 'healthy', [ZONE_B]: 'healthy' } as const;
  register(outside, '192.168.1.1', { availabilityZone: 'all', health });
  register(outside, '192.168.1.2', { availabilityZone: ZONE_B, health });
  register(outside, '10.0.1.77', { health });
  const candidates = deriveRoutes(region, 0).nodes.map(({ listeners }) =>
    listeners[0]!.targetGroups[0]!.candidates.map(({ id, inbound }) => [id, inbound]),
  );
  expect(loadBalancer.zones).toHaveLength(2);
  expect(candidates).toEqual([
    [
      ['192.168.1.1', undefined],
      ['10.0.1.77', undefined],
    ],
    [
      ['192.168.1.1', undefined],
      ['192.168.1.2', undefined],
    ],
  ]);
});

test('NLB-RT-18 each node goes by its own checks', () => {
  const { add, ids } = routedGroup({
    zones: [ZONE_A, ZONE_B],
    loadBalancer: { 'load_balancing.cross_zone.enabled': 'true' },
  });
  add(101, 'healthy');
  setVerdict(add(102, 'healthy'), ZONE_B, 'unhealthy');
  expect(ids(0, 0).candidates).toEqual(['i-101', 'i-102']);
  expect(ids(0, 1).candidates).toEqual(['i-101']);
});

test('NLB-LI-11 NLB-RT-19 NLB-RT-28 carries weights and stickiness', () => {
  const { region, targetGroup, listener } = routedGroup();
  const sticky = addTargetGroup(region, {
    name: 'sticky',
    attributes: { 'stickiness.enabled': 'true', 'stickiness.type': 'source_ip' },
  });
  forwardTo(
    listener,
    [
      [targetGroup, 0],
      [sticky, 999],
    ],
    true,
  );
  expect(deriveRoutes(region, 0).nodes[0]?.listeners[0]).toMatchObject({
    targetGroupStickiness: true,
    targetGroups: [
      { weight: 0, sourceIpStickiness: false },
      { weight: 999, sourceIpStickiness: true },
    ],
  });
});

test('NLB-LB-21 targets of a zone that was taken away get nothing, from other zones neither', () => {
  const { loadBalancer, add, ids } = routedGroup({
    zones: [ZONE_A, ZONE_B],
    loadBalancer: { 'load_balancing.cross_zone.enabled': 'true' },
  });
  add(101, 'healthy', ZONE_A);
  add(102, 'healthy', ZONE_B);
  expect(ids().candidates).toEqual(['i-101', 'i-102']);
  loadBalancer.zones = loadBalancer.zones.slice(0, 1);
  expect(ids()).toEqual({ candidates: ['i-101'], keepers: [] });
});

test('NLB-SG-06 NLB-SG-07 carries the rules of both sides with the addresses behind group references', () => {
  const { region, loadBalancer, add, group } = routedGroup();
  const fromApp = { kind: 'security-group', groupId: 'sg-app' } as const;
  addSecurityGroup(region, 'sg-lb', [
    { ipProtocol: 'udp', fromPort: 53, peer: fromApp },
    { ...ANYWHERE, isEgress: true },
  ]);
  addInstance(region, 150, { securityGroupIds: ['sg-app'] });
  loadBalancer.securityGroupIds = ['sg-lb'];
  add(101, 'healthy');
  const everything = { ipProtocol: '-1', fromPort: undefined, toPort: undefined, peerAddresses: [] };
  expect(deriveRoutes(region, 0).nodes[0]?.securityGroups).toEqual({
    ids: ['sg-lb'],
    inbound: [{ ipProtocol: 'udp', fromPort: 53, toPort: 53, peer: fromApp, peerAddresses: ['10.0.1.150'] }],
    outbound: [{ ...everything, peer: ANYWHERE.peer }],
  });
  expect(group().candidates[0]?.inbound).toEqual([{ ...everything, peer: ANYWHERE.peer }]);
});
