import * as sdk from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { serveRegion } from '../served-region.fixture.ts';
import { refusalOf } from './refusal.fixture.ts';

/* What Terraform's provider asks for security groups and for their rules, each a resource of its own. */

async function setUp() {
  const { ec2, region } = await serveRegion();
  const [VpcId = ''] = region.ec2.vpcs.keys();
  const { GroupId = '' } = await ec2.send(
    new sdk.CreateSecurityGroupCommand({ GroupName: 'edge', Description: 'edge', VpcId }),
  );
  const rules = async () => {
    const Filters = [{ Name: 'group-id', Values: [GroupId] }];
    return (await ec2.send(new sdk.DescribeSecurityGroupRulesCommand({ Filters }))).SecurityGroupRules ?? [];
  };
  return { ec2, VpcId, GroupId, rules };
}

const UDP_53 = { IpProtocol: 'udp', FromPort: 53, ToPort: 53 };

test('aws_security_group loses the rule that it was born with, and is deleted', async () => {
  const { ec2, GroupId, rules } = await setUp();
  await ec2.send(
    new sdk.RevokeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: [{ IpProtocol: '-1', FromPort: 0, ToPort: 0, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    }),
  );
  expect(await rules()).toEqual([]);
  await ec2.send(new sdk.DeleteSecurityGroupCommand({ GroupId }));
  const gone = ec2.send(new sdk.DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  expect(await refusalOf(gone)).toBe(`InvalidGroup.NotFound: The security group '${GroupId}' does not exist`);
});

test('aws_vpc_security_group_ingress_rule is created, modified and revoked by its id', async () => {
  const { ec2, GroupId } = await setUp();
  const { SecurityGroupRules } = await ec2.send(
    new sdk.AuthorizeSecurityGroupIngressCommand({
      GroupId,
      IpPermissions: [{ ...UDP_53, IpRanges: [{ CidrIp: '10.0.0.0/8', Description: 'DNS' }] }],
      TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'Name', Value: 'dns' }] }],
    }),
  );
  const SecurityGroupRuleId = SecurityGroupRules?.[0]?.SecurityGroupRuleId ?? '';
  await ec2.send(
    new sdk.ModifySecurityGroupRulesCommand({
      GroupId,
      SecurityGroupRules: [
        { SecurityGroupRuleId, SecurityGroupRule: { ...UDP_53, ToPort: 54, CidrIpv4: '10.0.0.0/8' } },
      ],
    }),
  );
  const describe = () =>
    ec2.send(new sdk.DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [SecurityGroupRuleId] }));
  expect((await describe()).SecurityGroupRules).toMatchObject([
    { ToPort: 54, CidrIpv4: '10.0.0.0/8', IsEgress: false, Tags: [{ Key: 'Name', Value: 'dns' }] },
  ]);
  await ec2.send(
    new sdk.RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [SecurityGroupRuleId] }),
  );
  expect(await refusalOf(describe())).toBe(
    `InvalidSecurityGroupRuleId.NotFound: The security group rule ID '${SecurityGroupRuleId}' does not exist`,
  );
});

test('aws_security_group_rule has its description changed where it is', async () => {
  const { ec2, GroupId, rules } = await setUp();
  const range = (CidrIp: string, Description?: string) => [
    { ...UDP_53, IpRanges: [{ CidrIp, Description }] },
  ];
  await ec2.send(
    new sdk.AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: range('10.0.0.0/8', 'old') }),
  );
  const update = (IpPermissions: sdk.IpPermission[]) =>
    ec2.send(new sdk.UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId, IpPermissions }));
  await update(range('10.0.0.0/8', 'new'));
  const before = await rules();
  const ingress = before.find(({ IsEgress }) => !IsEgress);
  expect(ingress?.Description).toBe('new');
  expect(await refusalOf(update(range('10.0.0.0/16', 'new')))).toBe(
    'InvalidPermission.NotFound: The specified rule does not exist in this security group.',
  );
  const egress = before.find(({ IsEgress }) => IsEgress);
  const SecurityGroupRuleDescriptions = [
    { SecurityGroupRuleId: egress?.SecurityGroupRuleId, Description: 'everywhere' },
  ];
  await ec2.send(
    new sdk.UpdateSecurityGroupRuleDescriptionsEgressCommand({ GroupId, SecurityGroupRuleDescriptions }),
  );
  expect((await rules()).map(({ Description }) => Description)).toEqual(['everywhere', 'new']);
  const wrongWay = ec2.send(
    new sdk.UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId, SecurityGroupRuleDescriptions }),
  );
  expect(await refusalOf(wrongWay)).toMatch(/^InvalidSecurityGroupRuleId.NotFound: /);
});

test('the groups of a VPC are listed, and nobody refers to them from another one', async () => {
  const { ec2, VpcId, GroupId } = await setUp();
  const { SecurityGroupForVpcs } = await ec2.send(new sdk.GetSecurityGroupsForVpcCommand({ VpcId }));
  expect(SecurityGroupForVpcs?.map(({ GroupName }) => GroupName)).toEqual(['default', 'edge']);
  const references = await ec2.send(new sdk.DescribeSecurityGroupReferencesCommand({ GroupId: [GroupId] }));
  expect(references.SecurityGroupReferenceSet).toEqual([]);
  const stale = await ec2.send(new sdk.DescribeStaleSecurityGroupsCommand({ VpcId }));
  expect(stale.StaleSecurityGroupSet).toEqual([]);
});

test('a rule names a prefix list that there is', async () => {
  const { ec2, GroupId } = await setUp();
  const authorize = (PrefixListId: string) =>
    ec2.send(
      new sdk.AuthorizeSecurityGroupEgressCommand({
        GroupId,
        IpPermissions: [{ ...UDP_53, PrefixListIds: [{ PrefixListId }] }],
      }),
    );
  const { PrefixLists } = await ec2.send(new sdk.DescribePrefixListsCommand({}));
  const answer = await authorize(PrefixLists?.[0]?.PrefixListId ?? '');
  expect(answer.SecurityGroupRules?.[0]?.PrefixListId).toBe(PrefixLists?.[0]?.PrefixListId);
  expect(await refusalOf(authorize('pl-00000000000000000'))).toBe(
    "InvalidPrefixListID.NotFound: The prefix list ID 'pl-00000000000000000' does not exist",
  );
});
