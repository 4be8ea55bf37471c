import { expect, test } from 'vitest';
import { stopInstances } from '../../core/ec2/instance-states.ts';
import { nextTargetDeadline, tickTargets } from '../../core/elbv2/target-draining.ts';
import { attributes, openAccount, provision, type TestAccount } from './account.fixture.ts';

/** A UDP load balancer in zone a with a target group. */
function start(group: object = {}, options?: Parameters<typeof openAccount>[0]) {
  const account = openAccount(options);
  const edge = account.createLoadBalancer();
  const TargetGroupArn = account.createTargetGroup({ ...group });
  const ListenerArn = account.createListener(edge, TargetGroupArn);
  provision(account);
  const targets = () => [...(account.region.elbv2.targetGroups.get(TargetGroupArn)?.targets.values() ?? [])];
  const register = (...Targets: object[]) => account.call('RegisterTargets', { TargetGroupArn, Targets });
  const deregister = (...Targets: object[]) => account.call('DeregisterTargets', { TargetGroupArn, Targets });
  const refusal = (...Targets: object[]) => account.refusal('RegisterTargets', { TargetGroupArn, Targets });
  const set = (settings: Record<string, string>) =>
    account.call('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes: attributes(settings) });
  return { account, TargetGroupArn, ListenerArn, targets, register, deregister, refusal, set };
}

function health(account: TestAccount, TargetGroupArn: string, Targets?: object[]) {
  return account.call('DescribeTargetHealth', { TargetGroupArn, Targets }).TargetHealthDescriptions;
}

test('NLB-TA-01 registers running instances in their zone and refuses others', () => {
  const { account, targets, register, refusal } = start();
  const [running = '', stopped = ''] = account.launchInstances(2);
  stopInstances(account.region, [stopped], account.now);
  register({ Id: running });
  expect(targets()).toMatchObject([{ id: running, port: 53, availabilityZone: 'us-east-1a' }]);
  const missing = 'i-00000000000000000';
  expect(refusal({ Id: running }, { Id: stopped }, { Id: missing })).toBe(
    `InvalidTarget: The following targets are not in a running state and cannot be registered: '${stopped}', '${missing}'`,
  );
  expect(refusal({ Id: '172.31.0.10' })).toBe("ValidationError: Instance ID '172.31.0.10' is not valid");
});

test('NLB-TA-02 keeps a target once a port', () => {
  const { account, targets, register } = start();
  const [Id = ''] = account.launchInstances(1);
  register({ Id }, { Id, Port: 54 });
  register({ Id, Port: 53 });
  expect(targets().map(({ id, port }) => [id, port])).toEqual([
    [Id, 53],
    [Id, 54],
  ]);
});

test('NLB-TA-02 deregisters the port of the group unless another is named', () => {
  const { account, targets, register, deregister } = start();
  const [Id = ''] = account.launchInstances(1);
  register({ Id, Port: 54 });
  deregister({ Id });
  expect(targets().map(({ drainingUntil }) => drainingUntil)).toEqual([undefined]);
  deregister({ Id, Port: 54 });
  expect(targets().map(({ drainingUntil }) => drainingUntil)).toEqual([account.now + 300_000]);
});

test.each(['8.8.8.8', '198.51.100.7', '172.32.0.1'])('NLB-TA-03 refuses the public address %s', (Id) => {
  const { refusal } = start({ TargetType: 'ip' });
  expect(refusal({ Id, AvailabilityZone: 'all' })).toBe(
    `ValidationError: The IP address '${Id}' is not allowed, as it must be an address from a VPC subnet, RFC1918, or RFC6598`,
  );
});

test.each(['999.1.1.1', 'i-00000000000000000', ''])('NLB-TA-03 refuses %o as an address', (Id) => {
  const { refusal } = start({ TargetType: 'ip' });
  expect(refusal({ Id })).toBe(`ValidationError: The IP address '${Id}' is not a valid IPv4 address`);
});

test('NLB-TA-04 detects the zone of an address inside the VPC', () => {
  const { account, TargetGroupArn, register, refusal } = start({ TargetType: 'ip' });
  register({ Id: '172.31.16.9' });
  expect(health(account, TargetGroupArn)?.[0]?.Target).toEqual({
    Id: '172.31.16.9',
    Port: 53,
    AvailabilityZone: 'us-east-1b',
  });
  expect(refusal({ Id: '172.31.16.10', AvailabilityZone: 'all' })).toBe(
    "ValidationError: The IP address '172.31.16.10' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'us-east-1b'",
  );
});

test('NLB-TA-04 needs the zone of an address outside the VPC', () => {
  const { targets, register, refusal } = start({ TargetType: 'ip' });
  expect(refusal({ Id: '10.1.2.3' })).toBe(
    "ValidationError: The Availability Zone is required for IP address '10.1.2.3' because it is not in the VPC",
  );
  expect(refusal({ Id: '10.1.2.3', AvailabilityZone: 'eu-west-1a' })).toMatch(
    /^ValidationError: You must specify a valid Availability Zone or select 'all'/,
  );
  register({ Id: '10.1.2.3', AvailabilityZone: 'all' });
  expect(targets().map(({ availabilityZone }) => availabilityZone)).toEqual(['all']);
});

test('NLB-TA-04 refuses a zone for an instance', () => {
  const { account, refusal } = start();
  const [Id = ''] = account.launchInstances(1);
  expect(refusal({ Id, AvailabilityZone: 'us-east-1a' })).toMatch(/^ValidationError: /);
});

test('NLB-TA-06 deregisters what is not registered without complaint', () => {
  const { targets, deregister } = start();
  deregister({ Id: 'i-00000000000000000' });
  expect(targets()).toEqual([]);
});

test('NLB-TA-10 names a target that is asked for and not registered', () => {
  const { account, TargetGroupArn } = start();
  expect(health(account, TargetGroupArn, [{ Id: 'i-00000000000000000' }])).toMatchObject([
    {
      Target: { Id: 'i-00000000000000000', Port: 53 },
      HealthCheckPort: '53',
      TargetHealth: {
        State: 'unused',
        Reason: 'Target.NotRegistered',
        Description: 'Target is not registered to the target group',
      },
    },
  ]);
  expect(health(account, TargetGroupArn)).toEqual([]);
});

test('NLB-TA-12 calls a target of a group without listener unused and one of a used group initial', () => {
  const { account, TargetGroupArn, ListenerArn, register } = start();
  const [Id = ''] = account.launchInstances(1);
  register({ Id });
  const state = () => health(account, TargetGroupArn)?.[0]?.TargetHealth;
  expect(state()).toMatchObject({ State: 'initial', Reason: 'Elb.RegistrationInProgress' });
  account.call('DeleteListener', { ListenerArn });
  expect(state()).toMatchObject({ State: 'unused', Reason: 'Target.NotInUse' });
});

test('NLB-TA-16 drains for the delay and is gone then', () => {
  const { account, TargetGroupArn, targets, register, deregister, set } = start();
  const [Id = ''] = account.launchInstances(1);
  set({ 'deregistration_delay.timeout_seconds': '60' });
  register({ Id });
  deregister({ Id });
  expect(health(account, TargetGroupArn)).toMatchObject([
    { TargetHealth: { State: 'draining', Reason: 'Target.DeregistrationInProgress' } },
  ]);
  const until = account.now + 60_000;
  expect(nextTargetDeadline(account.region)).toBe(until);
  expect(tickTargets(account.region, until - 1)).toEqual([]);
  expect(tickTargets(account.region, until)).toMatchObject([
    { targetGroupArn: TargetGroupArn, target: { id: Id }, at: until },
  ]);
  expect(targets()).toEqual([]);
  expect(nextTargetDeadline(account.region)).toBeUndefined();
});

test('NLB-TA-16 does not drain longer when it is deregistered again', () => {
  const { account, targets, register, deregister } = start();
  const [Id = ''] = account.launchInstances(1);
  register({ Id });
  deregister({ Id });
  account.now += 1_000;
  deregister({ Id });
  expect(targets()[0]?.drainingUntil).toBe(account.now + 299_000);
});

test('NLB-TA-16 lets a target go at once that takes no traffic', () => {
  const { account, targets, register, deregister } = start();
  const [elsewhere = ''] = account.launchInstances(1, account.subnets[1]);
  register({ Id: elsewhere });
  deregister({ Id: elsewhere });
  expect(targets()).toEqual([]);
});

test('NLB-TM-03 drains for the observed least time however short the delay', () => {
  const { account, targets, register, deregister, set } = start({}, { profile: 'observed' });
  const [Id = ''] = account.launchInstances(1);
  set({ 'deregistration_delay.timeout_seconds': '0' });
  register({ Id });
  deregister({ Id });
  expect(targets()[0]?.drainingUntil).toBe(account.now + 120_000);
});

test('NLB-TA-17 starts over when a draining target is registered again', () => {
  const { account, targets, register, deregister } = start();
  const [Id = ''] = account.launchInstances(1);
  register({ Id });
  deregister({ Id });
  account.now += 5_000;
  register({ Id });
  expect(targets()).toMatchObject([{ registeredAt: account.now, drainingUntil: undefined }]);
  expect(targets()[0]?.health.size).toBe(0);
});

test('NLB-RT-09 remembers a removed target whose flows may stay, until it is registered again', () => {
  const { account, TargetGroupArn, register, deregister, set } = start();
  const [Id = ''] = account.launchInstances(1);
  const former = () => [
    ...(account.region.elbv2.targetGroups.get(TargetGroupArn)?.formerTargets.keys() ?? []),
  ];
  set({ 'deregistration_delay.connection_termination.enabled': 'false' });
  register({ Id });
  deregister({ Id });
  tickTargets(account.region, account.now + 300_000);
  expect(former()).toEqual([`${Id}:53`]);
  expect(health(account, TargetGroupArn)).toEqual([]);
  register({ Id });
  expect(former()).toEqual([]);
});

test('NLB-RT-09 forgets a removed target whose flows are closed', () => {
  const { account, TargetGroupArn, register, deregister } = start();
  const [Id = ''] = account.launchInstances(1);
  register({ Id });
  deregister({ Id });
  tickTargets(account.region, account.now + 300_000);
  expect(account.region.elbv2.targetGroups.get(TargetGroupArn)?.formerTargets.size).toBe(0);
});

test('NLB-TA-19 refuses the 1001st target of a group', () => {
  const { register, refusal } = start({ TargetType: 'ip' });
  register(...Array.from({ length: 1000 }, (_, index) => ({ Id: '172.31.0.9', Port: index + 1 })));
  expect(refusal({ Id: '172.31.0.9', Port: 1001 })).toMatch(/^TooManyTargets: /);
});

test('NLB-OT-05 needs a server id of its own for a QUIC target and refuses it elsewhere', () => {
  const account = openAccount();
  const quic = account.createTargetGroup({ Protocol: 'QUIC', TargetType: 'ip' });
  const udp = account.createTargetGroup({ Name: 'udp', TargetType: 'ip' });
  const target = (Id: string, QuicServerId?: string) => [{ Id, QuicServerId }];
  const refusal = (TargetGroupArn: string, Targets: object[]) =>
    account.refusal('RegisterTargets', { TargetGroupArn, Targets });
  const id = '0x0123456789abcdef';
  account.call('RegisterTargets', { TargetGroupArn: quic, Targets: target('172.31.0.9', id) });
  expect(health(account, quic)?.[0]?.Target).toMatchObject({ QuicServerId: id });
  for (const targets of [
    target('172.31.0.10'),
    target('172.31.0.10', id),
    target('172.31.0.10', '0xABC'),
    target('172.31.0.9', '0x0000000000000000'),
  ])
    expect(refusal(quic, targets)).toMatch(/^ValidationError: .*QUIC server ID/);
  expect(refusal(udp, target('172.31.0.9', id))).toMatch(/^ValidationError: .*QUIC server ID/);
});

test('refuses a port beyond the range, an empty list and a missing group', () => {
  const { account, refusal } = start({ TargetType: 'ip' });
  expect(refusal({ Id: '172.31.0.9', Port: 65_536 })).toMatch(/less than or equal to 65535$/);
  expect(refusal()).toMatch(/^ValidationError: /);
  const TargetGroupArn = `${account.createTargetGroup({ Name: 'other' })}0`;
  for (const name of ['RegisterTargets', 'DeregisterTargets', 'DescribeTargetHealth'] as const)
    expect(account.refusal(name, { TargetGroupArn, Targets: [{ Id: '172.31.0.9' }] })).toBe(
      'TargetGroupNotFound: One or more target groups not found',
    );
});
