import { expect, test } from 'vitest';
import { createRegion } from '../../core/region.ts';
import { TIMINGS } from '../../core/timings.ts';
import { ec2Operations } from './index.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const context = { region, accountId: region.accountId, now: 0 };
  const { GroupId = '' } = ec2Operations.CreateSecurityGroup(context, {
    GroupName: 'dns',
    Description: 'DNS servers',
  });
  const group = () =>
    ec2Operations.DescribeSecurityGroups(context, { GroupIds: [GroupId] }).SecurityGroups?.[0];
  return { context, GroupId, group };
}

test('permissions are shown as they were authorized', () => {
  const { context, GroupId, group } = setUp();
  const permission = {
    IpProtocol: 'udp',
    FromPort: 53,
    ToPort: 53,
    IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'clients' }, { CidrIp: '192.168.0.0/16' }],
    Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
    UserIdGroupPairs: [{ GroupId, UserId: '000000000000' }],
    PrefixListIds: [{ PrefixListId: 'pl-00000001' }],
  };
  const { SecurityGroupRules } = ec2Operations.AuthorizeSecurityGroupIngress(context, {
    GroupId,
    IpPermissions: [permission],
  });
  expect(SecurityGroupRules).toHaveLength(5);
  expect(group()?.IpPermissions).toEqual([permission]);
  ec2Operations.RevokeSecurityGroupIngress(context, { GroupId, IpPermissions: [permission] });
  expect(group()?.IpPermissions).toEqual([]);
});

test('an old client names one rule in the request itself', () => {
  const { context, GroupId, group } = setUp();
  const rule = { IpProtocol: 'tcp', FromPort: 80, ToPort: 81, CidrIp: '0.0.0.0/0' };
  ec2Operations.AuthorizeSecurityGroupIngress(context, { GroupId, ...rule });
  expect(group()?.IpPermissions).toMatchObject([
    { IpProtocol: 'tcp', FromPort: 80, ToPort: 81, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  ]);
  ec2Operations.RevokeSecurityGroupIngress(context, { GroupId, ...rule });
  expect(group()?.IpPermissions).toEqual([]);
});

test('the rule that lets everything out is revoked by its id', () => {
  const { context, GroupId, group } = setUp();
  const { SecurityGroupRules } = ec2Operations.DescribeSecurityGroupRules(context, {
    Filters: [{ Name: 'group-id', Values: [GroupId] }],
  });
  expect(SecurityGroupRules).toMatchObject([
    { GroupId, IsEgress: true, IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '0.0.0.0/0' },
  ]);
  const ids = SecurityGroupRules?.map(({ SecurityGroupRuleId = '' }) => SecurityGroupRuleId) ?? [];
  const revoked = ec2Operations.RevokeSecurityGroupEgress(context, { GroupId, SecurityGroupRuleIds: ids });
  expect(revoked.RevokedSecurityGroupRules).toMatchObject([{ SecurityGroupRuleId: ids[0] }]);
  expect(group()?.IpPermissionsEgress).toEqual([]);
});

test('a rule is changed in place', () => {
  const { context, GroupId, group } = setUp();
  const { SecurityGroupRules } = ec2Operations.AuthorizeSecurityGroupIngress(context, {
    GroupId,
    IpPermissions: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
  });
  const SecurityGroupRuleId = SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
  const SecurityGroupRule = { IpProtocol: 'udp', FromPort: 5353, ToPort: 5353, CidrIpv4: '10.0.0.0/8' };
  ec2Operations.ModifySecurityGroupRules(context, {
    GroupId,
    SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
  });
  expect(group()?.IpPermissions).toMatchObject([{ FromPort: 5353, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }]);
});

test.each([
  [{ IpPermissions: [] }, 'MissingParameter'],
  [{ IpPermissions: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53 }] }, 'InvalidRequest'],
  [{ IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{}] }] }, 'MissingParameter'],
  [
    { IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupName: 'no' }] }] },
    'InvalidGroup.NotFound',
  ],
])('%j is refused', (request, code) => {
  const { context, GroupId } = setUp();
  expect(() => ec2Operations.AuthorizeSecurityGroupIngress(context, { GroupId, ...request })).toThrowError(
    expect.objectContaining({ code }),
  );
});

test('groups are found by name and by what their rules say', () => {
  const { context, GroupId } = setUp();
  ec2Operations.AuthorizeSecurityGroupIngress(context, {
    GroupId,
    IpPermissions: [{ IpProtocol: 'udp', FromPort: 53, ToPort: 53, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
  });
  const idsBy = (Name: string, value: string) =>
    ec2Operations
      .DescribeSecurityGroups(context, { Filters: [{ Name, Values: [value] }] })
      .SecurityGroups?.map((group) => group.GroupId);
  expect(idsBy('group-name', 'd?s')).toEqual([GroupId]);
  expect(idsBy('ip-permission.cidr', '10.0.0.0/8')).toEqual([GroupId]);
  expect(idsBy('ip-permission.from-port', '53')).toEqual([GroupId]);
  expect(idsBy('egress.ip-permission.cidr', '10.0.0.0/8')).toEqual([]);
  expect(
    ec2Operations.DescribeSecurityGroups(context, { GroupNames: ['default'] }).SecurityGroups,
  ).toHaveLength(1);
  expect(() => ec2Operations.DescribeSecurityGroups(context, { GroupNames: ['no'] })).toThrowError(
    expect.objectContaining({
      code: 'InvalidGroup.NotFound',
      message: "The security group 'no' does not exist",
    }),
  );
});

test('a group is deleted by name in the default VPC', () => {
  const { context, GroupId } = setUp();
  expect(ec2Operations.DeleteSecurityGroup(context, { GroupName: 'dns' })).toEqual({ Return: true, GroupId });
  expect(() => ec2Operations.DeleteSecurityGroup(context, {})).toThrowError(
    expect.objectContaining({ code: 'MissingParameter' }),
  );
});
