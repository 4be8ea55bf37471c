import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
} from '@aws-sdk/client-ec2';
import type { AwsClients } from '../../harness/index.ts';
import { physicalName } from './physical-name.ts';
import type { ResourceProperties } from './resource-properties.ts';
import { tagSpecifications } from './resource-tags.ts';
import type { CreateResource } from './resource-type.ts';

const createSecurityGroup: CreateResource = async (properties, { aws, stackName, logicalId }) => {
  const VpcId = properties.text('VpcId');
  const { GroupId } = await aws.ec2.send(
    new CreateSecurityGroupCommand({
      GroupName: properties.text('GroupName') ?? physicalName(stackName, logicalId, 255),
      Description: properties.text('GroupDescription'),
      VpcId,
      TagSpecifications: tagSpecifications('security-group', properties),
    }),
  );
  const ingress = properties.objects('SecurityGroupIngress').map((rule) => permission(rule, 'Source'));
  if (ingress.length > 0)
    await aws.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: ingress }));
  const egress = properties.objects('SecurityGroupEgress').map((rule) => permission(rule, 'Destination'));
  if (egress.length > 0) {
    await revokeDefaultEgress(aws, GroupId!);
    await aws.ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: egress }));
  }
  return { ref: GroupId!, attributes: { GroupId, VpcId } };
};

const authorizeIngress: CreateResource = async (properties, { aws }) => {
  const GroupId = properties.text('GroupId');
  const { SecurityGroupRules } = await aws.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [permission(properties, 'Source')] }),
  );
  return ruleOf(SecurityGroupRules);
};

const authorizeEgress: CreateResource = async (properties, { aws }) => {
  const GroupId = properties.text('GroupId')!;
  // unsure: a rule that is a resource of its own takes the place of EC2's default rule as well. CDK counts on it
  // (`allowAllOutbound: false`), and users met it: https://github.com/aws/aws-cdk/issues/987.
  await revokeDefaultEgress(aws, GroupId);
  const { SecurityGroupRules } = await aws.ec2.send(
    new AuthorizeSecurityGroupEgressCommand({
      GroupId,
      IpPermissions: [permission(properties, 'Destination')],
    }),
  );
  return ruleOf(SecurityGroupRules);
};

/** Takes away the rule that EC2 gives to each new group: everything, to everywhere, without description. */
async function revokeDefaultEgress({ ec2 }: AwsClients, GroupId: string): Promise<void> {
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  const everything = SecurityGroups?.[0]?.IpPermissionsEgress?.find(({ IpProtocol }) => IpProtocol === '-1');
  const isDefault = everything?.IpRanges?.some(
    ({ CidrIp, Description }) => CidrIp === '0.0.0.0/0' && Description === undefined,
  );
  if (!isDefault) return;
  const IpPermissions = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
  await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
}

/** A rule as CloudFormation writes it, as EC2 takes it. */
function permission(rule: ResourceProperties, peer: 'Source' | 'Destination'): IpPermission {
  const description = rule.text('Description');
  const Description = description === undefined ? {} : { Description: description };
  const CidrIp = rule.text('CidrIp');
  const CidrIpv6 = rule.text('CidrIpv6');
  const GroupId = rule.text(`${peer}SecurityGroupId`);
  const PrefixListId = rule.text(`${peer}PrefixListId`);
  return {
    IpProtocol: rule.text('IpProtocol'),
    FromPort: rule.number('FromPort'),
    ToPort: rule.number('ToPort'),
    ...(CidrIp !== undefined && { IpRanges: [{ CidrIp, ...Description }] }),
    ...(CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6, ...Description }] }),
    ...(GroupId !== undefined && { UserIdGroupPairs: [{ GroupId, ...Description }] }),
    ...(PrefixListId !== undefined && { PrefixListIds: [{ PrefixListId, ...Description }] }),
  };
}

function ruleOf(rules: readonly { readonly SecurityGroupRuleId?: string | undefined }[] | undefined) {
  const Id = rules![0]!.SecurityGroupRuleId!;
  return { ref: Id, attributes: { Id } };
}

/** Security groups and their rules. */
export const SECURITY_GROUP_RESOURCES: Readonly<Record<string, CreateResource>> = {
  'AWS::EC2::SecurityGroup': createSecurityGroup,
  'AWS::EC2::SecurityGroupIngress': authorizeIngress,
  'AWS::EC2::SecurityGroupEgress': authorizeEgress,
};
