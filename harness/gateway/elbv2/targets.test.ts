import { expect, test } from 'vitest';
import { stopInstances } from '../../core/ec2/instance-states.ts';
import { nextTargetDeadline, tickTargets } from '../../core/elbv2/target-draining.ts';
import { attributes, openAccount, provision, type TestAccount } from './account.fixture.ts';

/** A UDP load balancer in zone a with a target group. */
async function start(group: object = {}, options?: Parameters<typeof openAccount>[0]) {
  const account = await openAccount(options);
  const edge = await account.createLoadBalancer();
  const TargetGroupArn = await account.createTargetGroup({ ...group });
  const ListenerArn = await account.createListener(edge, TargetGroupArn);
  provision(account);
  const targets = () => [...(account.region.elbv2.targetGroups.get(TargetGroupArn)?.targets.values() ?? [])];
  const register = (...Targets: object[]) => account.call('RegisterTargets', { TargetGroupArn, Targets });
  const deregister = (...Targets: object[]) => account.call('DeregisterTargets', { TargetGroupArn, Targets });
  const refusal = (...Targets: object[]) => account.refusal('RegisterTargets', { TargetGroupArn, Targets });
  const set = (settings: Record<string, string>) =>
    account.call('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes: attributes(settings) });
  return { account, TargetGroupArn, ListenerArn, targets, register, deregister, refusal, set };
}

async function health(account: TestAccount, TargetGroupArn: string, Targets?: object[]) {
  return (await account.call('DescribeTargetHealth', { TargetGroupArn, Targets })).TargetHealthDescriptions;
}

test('NLB-TA-01 registers running instances in their zone and refuses others', async () => {
  const { account, targets, register, refusal } = await start();
  const [running = '', stopped = ''] = account.launchInstances(2);
  stopInstances(account.region, [stopped], account.now);
  await register({ Id: running });
  expect(targets()).toMatchObject([{ id: running, port: 53, availabilityZone: 'us-east-1a' }]);
  const missing = 'i-00000000000000000';
  expect(await refusal({ Id: running }, { Id: stopped }, { Id: missing })).toBe(
    `InvalidTarget: The following targets are not in a running state and cannot be registered: '${stopped}', '${missing}'`,
  );
  expect(await refusal({ Id: '172.31.0.10' })).toBe(
    "ValidationError: Instance ID '172.31.0.10' is not valid",
  );
});

test('NLB-TA-02 keeps a target once a port', async () => {
  const { account, targets, register } = await start();
  const [Id = ''] = account.launchInstances(1);
  await register({ Id }, { Id, Port: 54 });
  await register({ Id, Port: 53 });
  expect(targets().map(({ id, port }) => [id, port])).toEqual([
    [Id, 53],
    [Id, 54],
  ]);
});

test('NLB-TA-02 deregisters the port of the group unless another is named', async () => {
  const { account, targets, register, deregister } = await start();
  const [Id = ''] = account.launchInstances(1);
  await register({ Id, Port: 54 });
  await deregister({ Id });
  expect(targets().map(({ drainingUntil }) => drainingUntil)).toEqual([undefined]);
  await deregister({ Id, Port: 54 });
  expect(targets().map(({ drainingUntil }) => drainingUntil)).toEqual([account.now + 300_000]);
});

test.each(['8.8.8.8', '198.51.100.7', '172.32.0.1'])(
  'NLB-TA-03 refuses the public address %s',
  async (Id) => {
    const { refusal } = await start({ TargetType: 'ip' });
    expect(await refusal({ Id, AvailabilityZone: 'all' })).toBe(
      `ValidationError: The IP address '${Id}' is not allowed, as it must be an address from a VPC subnet, RFC1918, or RFC6598`,
    );
  },
);

test.each(['999.1.1.1', 'i-00000000000000000', ''])('NLB-TA-03 refuses %o as an address', async (Id) => {
  const { refusal } = await start({ TargetType: 'ip' });
  expect(await refusal({ Id })).toBe(`ValidationError: The IP address '${Id}' is not a valid IPv4 address`);
});

test('NLB-TA-04 detects the zone of an address inside the VPC', async () => {
  const { account, TargetGroupArn, register, refusal } = await start({ TargetType: 'ip' });
  await register({ Id: '172.31.16.9' });
  expect((await health(account, TargetGroupArn))?.[0]?.Target).toEqual({
    Id: '172.31.16.9',
    Port: 53,
    AvailabilityZone: 'us-east-1b',
  });
  expect(await refusal({ Id: '172.31.16.10', AvailabilityZone: 'all' })).toBe(
    "ValidationError: The IP address '172.31.16.10' is within the VPC, and cannot have its Availability Zone overridden to 'all' from 'us-east-1b'",
  );
});

test('NLB-TA-04 needs the zone of an address outside the VPC', async () => {
  const { targets, register, refusal } = await start({ TargetType: 'ip' });
  expect(await refusal({ Id: '10.1.2.3' })).toBe(
    "ValidationError: The Availability Zone is required for IP address '10.1.2.3' because it is not in the VPC",
  );
  expect(await refusal({ Id: '10.1.2.3', AvailabilityZone: 'eu-west-1a' })).toMatch(
    /^ValidationError: You must specify a valid Availability Zone or select 'all'/,
  );
  await register({ Id: '10.1.2.3', AvailabilityZone: 'all' });
  expect(targets().map(({ availabilityZone }) => availabilityZone)).toEqual(['all']);
});

test('NLB-TA-04 refuses a zone for an instance', async () => {
  const { account, refusal } = await start();
  const [Id = ''] = account.launchInstances(1);
  expect(await refusal({ Id, AvailabilityZone: 'us-east-1a' })).toMatch(/^ValidationError: /);
});

test('NLB-TA-06 deregisters what is not registered without complaint', async () => {
  const { targets, deregister } = await start();
  await deregister({ Id: 'i-00000000000000000' });
  expect(targets()).toEqual([]);
});

test('NLB-TA-10 names a target that is asked for and not registered', async () => {
  const { account, TargetGroupArn } = await start();
  expect(await health(account, TargetGroupArn, [{ Id: 'i-00000000000000000' }])).toMatchObject([
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
  expect(await health(account, TargetGroupArn)).toEqual([]);
});

test('NLB-TA-12 calls a target of a group without listener unused and one of a used group initial', async () => {
  const { account, TargetGroupArn, ListenerArn, register } = await start();
  const [Id = ''] = account.launchInstances(1);
  await register({ Id });
  const state = async () => (await health(account, TargetGroupArn))?.[0]?.TargetHealth;
  expect(await state()).toMatchObject({ State: 'initial', Reason: 'Elb.RegistrationInProgress' });
  await account.call('DeleteListener', { ListenerArn });
  expect(await state()).toMatchObject({ State: 'unused', Reason: 'Target.NotInUse' });
});

test('NLB-TA-16 drains for the delay and is gone then', async () => {
  const { account, TargetGroupArn, targets, register, deregister, set } = await start();
  const [Id = ''] = account.launchInstances(1);
  await set({ 'deregistration_delay.timeout_seconds': '60' });
  await register({ Id });
  await deregister({ Id });
  expect(await health(account, TargetGroupArn)).toMatchObject([
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

test('NLB-TA-16 does not drain longer when it is deregistered again', async () => {
  const { account, targets, register, deregister } = await start();
  const [Id = ''] = account.launchInstances(1);
  await register({ Id });
  await deregister({ Id });
  account.now += 1_000;
  await deregister({ Id });
  expect(targets()[0]?.drainingUntil).toBe(account.now + 299_000);
});

test('NLB-TA-16 lets a target go at once that takes no traffic', async () => {
  const { account, targets, register, deregister } = await start();
  const [elsewhere = ''] = account.launchInstances(1, account.subnets[1]);
  await register({ Id: elsewhere });
  await deregister({ Id: elsewhere });
  expect(targets()).toEqual([]);
});

test('NLB-TM-03 drains for the observed least time however short the delay', async () => {
  const { account, targets, register, deregister, set } = await start({}, { profile: 'observed' });
  const [Id = ''] = account.launchInstances(1);
  await set({ 'deregistration_delay.timeout_seconds': '0' });
  await register({ Id });
  await deregister({ Id });
  expect(targets()[0]?.drainingUntil).toBe(account.now + 120_000);
});

test('NLB-TA-17 starts over when a draining target is registered again', async () => {
  const { account, targets, register, deregister } = await start();
  const [Id = ''] = account.launchInstances(1);
  await register({ Id });
  await deregister({ Id });
  account.now += 5_000;
  await register({ Id });
  expect(targets()).toMatchObject([{ registeredAt: account.now, drainingUntil: undefined }]);
  expect(targets()[0]?.health.size).toBe(0);
});

test('NLB-RT-09 remembers a removed target whose flows may stay, until it is registered again', async () => {
  const { account, TargetGroupArn, register, deregister, set } = await start();
  const [Id = ''] = account.launchInstances(1);
  const former = () => [
    ...(account.region.elbv2.targetGroups.get(TargetGroupArn)?.formerTargets.keys() ?? []),
  ];
  await set({ 'deregistration_delay.connection_termination.enabled': 'false' });
  await register({ Id });
  await deregister({ Id });
  tickTargets(account.region, account.now + 300_000);
  expect(former()).toEqual([`${Id}:53`]);
  expect(await health(account, TargetGroupArn)).toEqual([]);
  await register({ Id });
  expect(former()).toEqual([]);
});

test('NLB-RT-09 forgets a removed target whose flows are closed', async () => {
  const { account, TargetGroupArn, register, deregister } = await start();
  const [Id = ''] = account.launchInstances(1);
  await register({ Id });
  await deregister({ Id });
  tickTargets(account.region, account.now + 300_000);
  expect(account.region.elbv2.targetGroups.get(TargetGroupArn)?.formerTargets.size).toBe(0);
});

test('NLB-OT-05 needs a server id of its own for a QUIC target and refuses it elsewhere', async () => {
  const account = await openAccount();
  const quic = await account.createTargetGroup({ Protocol: 'QUIC', TargetType: 'ip' });
  const udp = await account.createTargetGroup({ Name: 'udp', TargetType: 'ip' });
  const target = (Id: string, QuicServerId?: string) => [{ Id, QuicServerId }];
  const refusal = (TargetGroupArn: string, Targets: object[]) =>
    account.refusal('RegisterTargets', { TargetGroupArn, Targets });
  const id = '0x0123456789abcdef';
  await account.call('RegisterTargets', { TargetGroupArn: quic, Targets: target('172.31.0.9', id) });
  expect((await health(account, quic))?.[0]?.Target).toMatchObject({ QuicServerId: id });
  for (const targets of [
    target('172.31.0.10'),
    target('172.31.0.10', id),
    target('172.31.0.10', '0xABC'),
    target('172.31.0.9', '0x0000000000000000'),
  ])
    expect(await refusal(quic, targets)).toMatch(/^ValidationError: .*QUIC server ID/);
  expect(await refusal(udp, target('172.31.0.9', id))).toMatch(/^ValidationError: .*QUIC server ID/);
});

test('refuses a port beyond the range, an empty list and a missing group', async () => {
  const { account, refusal } = await start({ TargetType: 'ip' });
  expect(await refusal({ Id: '172.31.0.9', Port: 65_536 })).toMatch(/less than or equal to 65535$/);
  expect(await refusal()).toMatch(/^ValidationError: /);
  const TargetGroupArn = `${await account.createTargetGroup({ Name: 'other' })}0`;
  for (const name of ['RegisterTargets', 'DeregisterTargets', 'DescribeTargetHealth'] as const)
    expect(await account.refusal(name, { TargetGroupArn, Targets: [{ Id: '172.31.0.9' }] })).toBe(
      'TargetGroupNotFound: One or more target groups not found',
    );
});
