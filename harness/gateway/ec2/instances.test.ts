import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { tickInstances } from '../../core/ec2/instance-states.ts';
import { createRegion } from '../../core/region.ts';
import { TIMINGS } from '../../core/timings.ts';
import { ec2Operations } from './index.ts';

const LAUNCH = {
  ImageId: 'ami-0123456789abcdef0',
  InstanceType: 't3.micro',
  MinCount: 1,
  MaxCount: 1,
} as const satisfies RunInstancesCommandInput;

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const context = { region, accountId: region.accountId, now: 0 };
  const run = (input: Partial<RunInstancesCommandInput> = {}) => {
    const [instance] = ec2Operations.RunInstances(context, { ...LAUNCH, ...input }).Instances ?? [];
    if (!instance?.InstanceId) throw new Error('nothing was launched');
    return { ...instance, InstanceId: instance.InstanceId };
  };
  const describe = (InstanceId: string) =>
    ec2Operations.DescribeInstances(context, { InstanceIds: [InstanceId] }).Reservations?.[0]?.Instances?.[0];
  return { context, region, run, describe };
}

test('an instance starts in the default subnet with the default group', () => {
  const { region, run, describe } = setUp();
  const { InstanceId, State } = run();
  expect(State).toEqual({ Code: 0, Name: 'pending' });
  tickInstances(region.ec2, 1_000);
  expect(describe(InstanceId)).toMatchObject({
    State: { Code: 16, Name: 'running' },
    PrivateIpAddress: '172.31.0.4',
    PrivateDnsName: 'ip-172-31-0-4.ec2.internal',
    PublicIpAddress: '198.18.0.1',
    PublicDnsName: 'ec2-198-18-0-1.compute-1.amazonaws.com',
    Placement: { AvailabilityZone: 'us-east-1a' },
    SecurityGroups: [{ GroupName: 'default' }],
    NetworkInterfaces: [{ PrivateIpAddress: '172.31.0.4', Status: 'in-use' }],
  });
});

test('an instance starts where its request says', () => {
  const { context, run } = setUp();
  const [, second] = ec2Operations.DescribeSubnets(context, {}).Subnets ?? [];
  expect(run({ Placement: { AvailabilityZone: 'us-east-1c' } }).PrivateIpAddress).toBe('172.31.32.4');
  expect(run({ SubnetId: second?.SubnetId, PrivateIpAddress: '172.31.16.77' }).PrivateIpAddress).toBe(
    '172.31.16.77',
  );
  const specified = run({
    NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: second?.SubnetId, AssociatePublicIpAddress: false }],
  });
  expect([specified.PrivateIpAddress, specified.PublicIpAddress]).toEqual(['172.31.16.4', undefined]);
});

test.each<[string, Partial<RunInstancesCommandInput>, string]>([
  ['no image', { ImageId: undefined }, 'MissingParameter'],
  ['a malformed image id', { ImageId: 'ubuntu' }, 'InvalidAMIID.Malformed'],
  ['an unknown type', { InstanceType: 'z9.huge' as 't3.micro' }, 'InvalidParameterValue'],
  ['an unknown zone', { Placement: { AvailabilityZone: 'us-west-2a' } }, 'InvalidParameterValue'],
  ['an unknown group', { SecurityGroupIds: ['sg-00000000'] }, 'InvalidGroup.NotFound'],
  [
    'a subnet beside an interface',
    { SubnetId: 'subnet-00000000', NetworkInterfaces: [{}] },
    'InvalidParameterCombination',
  ],
  ['two interfaces', { NetworkInterfaces: [{}, {}] }, 'UnsupportedOperation'],
  ['a launch template', { LaunchTemplate: { LaunchTemplateName: 'web' } }, 'UnsupportedOperation'],
  ['user data that is not base64', { UserData: '#!/bin/sh' }, 'InvalidParameterValue'],
  ['user data that is not text', { UserData: 'H4sIAAAAAAAA/w==' }, 'InvalidParameterValue'],
])('a launch with %s is refused', (_, change, code) => {
  const { region, run } = setUp();
  expect(() => run(change)).toThrowError(expect.objectContaining({ code }));
  expect(region.ec2.instances.size).toBe(0);
});

test('user data is given back as it came, and changed while stopped', () => {
  const { context, region, run } = setUp();
  const UserData = Buffer.from('#!/bin/sh\necho hé\n').toString('base64');
  const { InstanceId } = run({ UserData });
  const userData = () =>
    ec2Operations.DescribeInstanceAttribute(context, { InstanceId, Attribute: 'userData' }).UserData;
  expect(userData()).toEqual({ Value: UserData });
  const change = { InstanceId, UserData: { Value: Buffer.from('new') } };
  expect(() => ec2Operations.ModifyInstanceAttribute(context, change)).toThrowError(
    expect.objectContaining({
      code: 'IncorrectInstanceState',
      message: `The instance '${InstanceId}' is not in the 'stopped' state.`,
    }),
  );
  tickInstances(region.ec2, 1_000);
  ec2Operations.StopInstances({ ...context, now: 1_000 }, { InstanceIds: [InstanceId] });
  tickInstances(region.ec2, 2_000);
  ec2Operations.ModifyInstanceAttribute(context, change);
  expect(userData()).toEqual({ Value: Buffer.from('new').toString('base64') });
});

test('an instance gets other groups while it runs', () => {
  const { context, run, describe } = setUp();
  const { InstanceId } = run();
  const { GroupId = '' } = ec2Operations.CreateSecurityGroup(context, {
    GroupName: 'web',
    Description: 'web',
  });
  ec2Operations.ModifyInstanceAttribute(context, { InstanceId, Groups: [GroupId] });
  expect(describe(InstanceId)?.SecurityGroups).toEqual([{ GroupId, GroupName: 'web' }]);
});

test('a terminated instance is listed for an hour, without addresses', () => {
  const { context, region, run, describe } = setUp();
  const { InstanceId } = run();
  expect(ec2Operations.TerminateInstances(context, { InstanceIds: [InstanceId] })).toEqual({
    TerminatingInstances: [
      {
        InstanceId,
        PreviousState: { Code: 0, Name: 'pending' },
        CurrentState: { Code: 32, Name: 'shutting-down' },
      },
    ],
  });
  tickInstances(region.ec2, 1_000);
  expect(describe(InstanceId)).toMatchObject({
    State: { Code: 48, Name: 'terminated' },
    NetworkInterfaces: [],
  });
  const later = { ...context, now: 1_000 + 3_600_000 };
  expect(ec2Operations.DescribeInstances(later, {}).Reservations).toEqual([]);
});

test('instances are found by state, group, address and tag', () => {
  const { context, run } = setUp();
  const { InstanceId } = run({
    TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'dns' }] }],
  });
  run();
  const idsBy = (Name: string, value: string) =>
    ec2Operations
      .DescribeInstances(context, { Filters: [{ Name, Values: [value] }] })
      .Reservations?.flatMap(({ Instances }) => Instances?.map((instance) => instance.InstanceId));
  expect(idsBy('tag:Name', 'dns')).toEqual([InstanceId]);
  expect(idsBy('private-ip-address', '172.31.0.4')).toEqual([InstanceId]);
  expect(idsBy('instance-state-name', 'pending')).toHaveLength(2);
  expect(idsBy('instance-state-code', '16')).toEqual([]);
  expect(idsBy('instance.group-name', 'default')).toHaveLength(2);
});

test('the status of running instances only is shown unless all are asked for', () => {
  const { context, region, run } = setUp();
  run();
  const statuses = (IncludeAllInstances: boolean) =>
    ec2Operations
      .DescribeInstanceStatus(context, { IncludeAllInstances })
      .InstanceStatuses?.map(({ InstanceStatus }) => InstanceStatus?.Status);
  expect([statuses(false), statuses(true)]).toEqual([[], ['initializing']]);
  tickInstances(region.ec2, 1_000);
  expect(statuses(false)).toEqual(['ok']);
});

test('ids and a page size exclude each other', () => {
  const { context, run } = setUp();
  const { InstanceId } = run();
  expect(() =>
    ec2Operations.DescribeInstances(context, { InstanceIds: [InstanceId], MaxResults: 5 }),
  ).toThrowError(expect.objectContaining({ code: 'InvalidParameterCombination' }));
});

test('a search for the newest Amazon Linux finds an image, and any id is one', () => {
  const { context } = setUp();
  const search = ec2Operations.DescribeImages(context, {
    Owners: ['amazon'],
    Filters: [{ Name: 'name', Values: ['al2023-ami-2023.*-x86_64'] }],
  });
  expect(search.Images).toHaveLength(1);
  const named = ec2Operations.DescribeImages(context, { ImageIds: ['ami-0123456789abcdef0'] });
  expect(named.Images).toMatchObject([{ ImageId: 'ami-0123456789abcdef0', State: 'available' }]);
});

test('an instance type is shown with what its name says', () => {
  const { context } = setUp();
  expect(ec2Operations.DescribeInstanceTypes(context, { InstanceTypes: ['t3.micro'] }).InstanceTypes).toEqual(
    [{ InstanceType: 't3.micro', BareMetal: false, BurstablePerformanceSupported: true }],
  );
});
