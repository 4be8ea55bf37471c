import { expect, test } from 'vitest';
import { attributes, openAccount, type TestAccount } from './account.fixture.ts';
import { elbv2Operations } from './index.ts';
import { listenerInput, openAccountForListeners } from './listener.fixture.ts';

/** Registrations of one address, each at its own port. */
function targets(count: number, target: object = { Id: '172.31.0.9' }) {
  return Array.from({ length: count }, (_, index) => ({ ...target, Port: index + 1 }));
}

/** Outside the VPC and in no zone of its own. */
const OUTSIDE = { Id: '10.1.2.3', AvailabilityZone: 'all' };

async function openAccountWithGroups(count: number) {
  const account = await openAccount();
  const edge = await account.createLoadBalancer();
  const groups: string[] = [];
  for (let Port = 1; Port <= count; Port++) {
    const group = await account.createTargetGroup({ Name: `group-${Port}`, TargetType: 'ip' });
    await account.createListener(edge, group, { Port });
    groups.push(group);
  }
  const register = (TargetGroupArn: string, Targets: object[]) =>
    callDirectly(account, 'RegisterTargets', { TargetGroupArn, Targets });
  const refusal = (TargetGroupArn: string, Targets: object[]) =>
    account.refusal('RegisterTargets', { TargetGroupArn, Targets });
  return { account, edge, groups, register, refusal };
}

/** An operation without the wire, where thousands are needed to get near a quota. */
function callDirectly(
  { region, now }: TestAccount,
  name: 'CreateTargetGroup' | 'RegisterTargets',
  input: object,
): void {
  elbv2Operations[name]({ region, now, accountId: region.accountId }, input as never);
}

test('NLB-LB-26 refuses the 51st listener of a load balancer', async () => {
  const { account, edge, dns } = await openAccountForListeners();
  for (let Port = 1; Port <= 50; Port++) await account.createListener(edge, dns, { Port });
  expect(await account.refusal('CreateListener', listenerInput(edge, dns, { Port: 51 }))).toBe(
    `TooManyListeners: The maximum number of listeners has been reached on load balancer '${edge}': '50'`,
  );
});

test('NLB-LB-26 refuses the 51st network load balancer of a Region, and counts other types apart', async () => {
  const account = await openAccount();
  for (let nth = 1; nth <= 50; nth++) await account.createLoadBalancer({ Name: `edge-${nth}` });
  const input = { Name: 'edge-51', Type: 'network', Subnets: [account.subnets[0]] };
  expect(await account.refusal('CreateLoadBalancer', input)).toBe(
    "TooManyLoadBalancers: The maximum number of load balancers of type 'network' has been reached: '50'",
  );
  await account.createLoadBalancer({ Name: 'web', Type: 'application', Subnets: account.subnets });
});

test('NLB-LB-26 refuses the 3001st target group of a Region', async () => {
  const account = await openAccount();
  const input = { Protocol: 'UDP', Port: 53, VpcId: account.vpcId };
  for (let nth = 1; nth <= 3000; nth++)
    callDirectly(account, 'CreateTargetGroup', { ...input, Name: `group-${nth}` });
  expect(await account.refusal('CreateTargetGroup', { ...input, Name: 'group-3001' })).toBe(
    "TooManyTargetGroups: The maximum number of target groups has been reached: '3000'",
  );
});

test('NLB-TA-19 NLB-LB-26 refuses the 1001st target of a group', async () => {
  const account = await openAccount();
  const TargetGroupArn = await account.createTargetGroup({ TargetType: 'ip' });
  callDirectly(account, 'RegisterTargets', { TargetGroupArn, Targets: targets(1000) });
  await account.call('RegisterTargets', { TargetGroupArn, Targets: targets(1000) });
  expect(await account.refusal('RegisterTargets', { TargetGroupArn, Targets: targets(1001) })).toBe(
    `TooManyTargets: The maximum number of targets has been reached on target group '${TargetGroupArn}': '1000'`,
  );
});

test('NLB-TA-19 NLB-LB-26 refuses the 501st target of a zone, over all groups of the load balancer', async () => {
  const { edge, groups, register, refusal } = await openAccountWithGroups(2);
  const [first = '', second = ''] = groups;
  register(first, targets(400));
  register(second, targets(100));
  const one = [{ Id: '172.31.0.9', Port: 101 }];
  expect(await refusal(second, one)).toBe(
    `TooManyTargets: The maximum number of targets has been reached on load balancer '${edge}' in Availability Zone 'us-east-1a': '500'`,
  );
  // Another zone has room.
  register(second, [{ Id: '172.31.16.9' }]);
});

test('NLB-TA-19 NLB-LB-26 refuses the 3001st target of a load balancer', async () => {
  const { edge, groups, register, refusal } = await openAccountWithGroups(4);
  const [last = '', ...others] = groups;
  for (const group of others) register(group, targets(1000, OUTSIDE));
  expect(await refusal(last, [OUTSIDE])).toBe(
    `TooManyTargets: The maximum number of targets has been reached on load balancer '${edge}': '3000'`,
  );
});

test('NLB-TA-19 NLB-LB-26 refuses the 501st target of a load balancer with cross-zone load balancing', async () => {
  const { account, edge, groups, register, refusal } = await openAccountWithGroups(1);
  const [group = ''] = groups;
  await account.call('ModifyLoadBalancerAttributes', {
    LoadBalancerArn: edge,
    Attributes: attributes({ 'load_balancing.cross_zone.enabled': 'true' }),
  });
  register(group, targets(500, OUTSIDE));
  expect(await refusal(group, [{ ...OUTSIDE, Port: 501 }])).toBe(
    `TooManyTargets: The maximum number of targets has been reached on load balancer '${edge}': '500'`,
  );
});

test('NLB-TA-19 refuses a listener that would bring too many targets', async () => {
  const { account, edge } = await openAccountWithGroups(1);
  const full = await account.createTargetGroup({ Name: 'full', TargetType: 'ip' });
  callDirectly(account, 'RegisterTargets', { TargetGroupArn: full, Targets: targets(501) });
  expect(await account.refusal('CreateListener', listenerInput(edge, full, { Port: 99 }))).toMatch(
    /^TooManyTargets: .*'us-east-1a': '500'$/,
  );
});
