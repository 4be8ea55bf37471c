import { expect, test } from 'vitest';
import { createRegion } from '../../core/region.ts';
import { TIMINGS } from '../../core/timings.ts';
import { stsOperations } from '../sts/index.ts';
import { ec2Operations } from './index.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  return { region, accountId: region.accountId, now: 0 };
}

test('a VPC is created with its tags, found by a filter with a wildcard, and deleted', () => {
  const context = setUp();
  const { Vpc } = ec2Operations.CreateVpc(context, {
    CidrBlock: '10.0.0.0/16',
    TagSpecifications: [{ ResourceType: 'vpc', Tags: [{ Key: 'Name', Value: 'dns-test' }] }],
  });
  const found = ec2Operations.DescribeVpcs(context, { Filters: [{ Name: 'tag:Name', Values: ['dns-*'] }] });
  expect(found.Vpcs).toEqual([
    expect.objectContaining({
      VpcId: Vpc?.VpcId,
      CidrBlock: '10.0.0.0/16',
      IsDefault: false,
      State: 'available',
      OwnerId: '000000000000',
      Tags: [{ Key: 'Name', Value: 'dns-test' }],
    }),
  ]);
  ec2Operations.DeleteVpc(context, { VpcId: Vpc?.VpcId });
  expect(() => ec2Operations.DescribeVpcs(context, { VpcIds: [Vpc?.VpcId ?? ''] })).toThrowError(
    expect.objectContaining({
      code: 'InvalidVpcID.NotFound',
      message: `The vpc ID '${Vpc?.VpcId}' does not exist`,
    }),
  );
});

test('tags for another kind of resource are refused', () => {
  const context = setUp();
  const TagSpecifications = [{ ResourceType: 'subnet' as const, Tags: [] }];
  expect(() =>
    ec2Operations.CreateVpc(context, { CidrBlock: '10.0.0.0/16', TagSpecifications }),
  ).toThrowError(
    expect.objectContaining({
      message: "'subnet' is not a valid taggable resource type for this operation.",
    }),
  );
});

test('a dry run makes every check and changes nothing', () => {
  const context = setUp();
  expect(() => ec2Operations.CreateVpc(context, { CidrBlock: '10.0.0.0/16', DryRun: true })).toThrowError(
    expect.objectContaining({
      code: 'DryRunOperation',
      message: 'Request would have succeeded, but DryRun flag is set.',
    }),
  );
  expect(() => ec2Operations.CreateVpc(context, { CidrBlock: '10.0.0.0/8', DryRun: true })).toThrowError(
    expect.objectContaining({ code: 'InvalidVpc.Range' }),
  );
  expect(context.region.ec2.vpcs.size).toBe(1);
  const untouched = setUp();
  const idAfter = (fresh: typeof context) =>
    ec2Operations.CreateVpc(fresh, { CidrBlock: '10.0.0.0/16' }).Vpc?.VpcId;
  expect(idAfter(context)).toBe(idAfter(untouched));
});

test('DNS attributes are read and changed one at a time', () => {
  const context = setUp();
  const { Vpc } = ec2Operations.CreateVpc(context, { CidrBlock: '10.0.0.0/16' });
  const VpcId = Vpc?.VpcId;
  const hostnames = () =>
    ec2Operations.DescribeVpcAttribute(context, { VpcId, Attribute: 'enableDnsHostnames' })
      .EnableDnsHostnames;
  expect(hostnames()).toEqual({ Value: false });
  ec2Operations.ModifyVpcAttribute(context, { VpcId, EnableDnsHostnames: { Value: true } });
  expect(hostnames()).toEqual({ Value: true });
  expect(() =>
    ec2Operations.ModifyVpcAttribute(context, {
      VpcId,
      EnableDnsHostnames: { Value: true },
      EnableDnsSupport: { Value: true },
    }),
  ).toThrowError(expect.objectContaining({ code: 'InvalidParameterCombination' }));
});

test('a subnet is created in its zone with the number of its free addresses', () => {
  const context = setUp();
  const [vpc] = ec2Operations.DescribeVpcs(context, {}).Vpcs ?? [];
  const { Subnet } = ec2Operations.CreateSubnet(context, {
    VpcId: vpc?.VpcId,
    CidrBlock: '172.31.48.0/24',
    AvailabilityZoneId: 'use1-az2',
  });
  expect(Subnet).toMatchObject({
    AvailabilityZone: 'us-east-1b',
    AvailableIpAddressCount: 251,
    DefaultForAz: false,
    MapPublicIpOnLaunch: false,
  });
  ec2Operations.ModifySubnetAttribute(context, {
    SubnetId: Subnet?.SubnetId,
    MapPublicIpOnLaunch: { Value: true },
  });
  const inZone = ec2Operations.DescribeSubnets(context, {
    Filters: [
      { Name: 'availability-zone', Values: ['us-east-1b'] },
      { Name: 'map-public-ip-on-launch', Values: ['true'] },
    ],
  });
  expect(inZone.Subnets?.map(({ CidrBlock }) => CidrBlock)).toEqual(['172.31.16.0/20', '172.31.48.0/24']);
  ec2Operations.DeleteSubnet(context, { SubnetId: Subnet?.SubnetId });
  expect(ec2Operations.DescribeSubnets(context, {}).Subnets).toHaveLength(3);
});

test('listings are cut into pages', () => {
  const context = setUp();
  for (let octet = 0; octet < 6; octet++)
    ec2Operations.CreateVpc(context, { CidrBlock: `10.${octet}.0.0/16` });
  const first = ec2Operations.DescribeVpcs(context, { MaxResults: 5 });
  const second = ec2Operations.DescribeVpcs(context, { MaxResults: 5, NextToken: first.NextToken });
  expect([first.Vpcs?.length, second.Vpcs?.length, second.NextToken]).toEqual([5, 2, undefined]);
});

test('regions and zones are listed', () => {
  const context = setUp();
  expect(ec2Operations.DescribeRegions(context, { RegionNames: ['ap-northeast-1'] }).Regions).toEqual([
    {
      RegionName: 'ap-northeast-1',
      Endpoint: 'ec2.ap-northeast-1.amazonaws.com',
      OptInStatus: 'opt-in-not-required',
    },
  ]);
  const zones = ec2Operations.DescribeAvailabilityZones(context, {
    Filters: [{ Name: 'zone-id', Values: ['use1-az3'] }],
  });
  expect(zones.AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual(['us-east-1c']);
});

test('the account names its default VPC', () => {
  const context = setUp();
  const [vpc] = ec2Operations.DescribeVpcs(context, {}).Vpcs ?? [];
  expect(
    ec2Operations.DescribeAccountAttributes(context, { AttributeNames: ['default-vpc'] }).AccountAttributes,
  ).toEqual([{ AttributeName: 'default-vpc', AttributeValues: [{ AttributeValue: vpc?.VpcId }] }]);
});

test('the caller is the account', () => {
  expect(stsOperations.GetCallerIdentity(setUp(), {})).toEqual({
    Account: '000000000000',
    Arn: 'arn:aws:iam::000000000000:root',
    UserId: '000000000000',
  });
});
