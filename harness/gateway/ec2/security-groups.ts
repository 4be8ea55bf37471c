import type {
  CreateSecurityGroupCommandInput,
  CreateSecurityGroupCommandOutput,
  DeleteSecurityGroupCommandInput,
  DeleteSecurityGroupCommandOutput,
  DescribeSecurityGroupsCommandInput,
  DescribeSecurityGroupsCommandOutput,
  SecurityGroup as SdkSecurityGroup,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../core/ec2/filters.ts';
import { mergeRules } from '../../core/ec2/ip-permissions.ts';
import { notFound, requireResources } from '../../core/ec2/lookup.ts';
import { requireGroupIdByName } from '../../core/ec2/security-group-lookup.ts';
import { rulesOf } from '../../core/ec2/security-group-rules.ts';
import * as core from '../../core/ec2/security-groups.ts';
import type { Ec2State, SecurityGroup } from '../../core/ec2/state.ts';
import { defaultVpc, requireDefaultVpc } from '../../core/ec2/vpcs.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { toSdkPermission } from './ip-permission-shape.ts';
import { required, text } from './parameters.ts';
import { specifiedTags, toSdkTags } from './tags-shape.ts';

export const createSecurityGroup: Ec2Operation<
  CreateSecurityGroupCommandInput,
  CreateSecurityGroupCommandOutput
> = ({ region, accountId }, input) => {
  const group = core.createSecurityGroup(region, {
    groupName: required(input.GroupName, 'GroupName'),
    description: required(input.Description, 'GroupDescription'),
    vpcId: input.VpcId ?? requireDefaultVpc(region.ec2).vpcId,
    tags: specifiedTags(input.TagSpecifications, 'security-group'),
  });
  return {
    GroupId: group.groupId,
    SecurityGroupArn: groupArn(region.name, accountId, group),
    Tags: toSdkTags(group.tags),
  };
};

export const deleteSecurityGroup: Ec2Operation<
  DeleteSecurityGroupCommandInput,
  DeleteSecurityGroupCommandOutput
> = ({ region }, input) => {
  const groupId = groupIdOf(region.ec2, input);
  core.deleteSecurityGroup(region.ec2, groupId);
  return { Return: true, GroupId: groupId };
};

export const describeSecurityGroups: Ec2Operation<
  DescribeSecurityGroupsCommandInput,
  DescribeSecurityGroupsCommandOutput
> = (context, input) => {
  const { ec2 } = context.region;
  const groups = groupsNamed(
    ec2,
    requireResources(ec2.securityGroups, 'security-group', input.GroupIds),
    input,
  );
  const page = describe(groups, input, filterFields(context));
  return {
    SecurityGroups: page.items.map((group) => toSdkSecurityGroup(context, group)),
    NextToken: page.nextToken,
  };
};

/** The group that a request names by id or, in the default VPC, by name. Throws `MissingParameter`. */
export function groupIdOf(
  state: Ec2State,
  input: { GroupId?: string | undefined; GroupName?: string | undefined },
): string {
  if (input.GroupId !== undefined || input.GroupName === undefined) return required(input.GroupId, 'groupId');
  return requireGroupIdByName(state, requireDefaultVpc(state).vpcId, input.GroupName);
}

/** Names select within the default VPC only, as AWS has it. */
function groupsNamed(
  state: Ec2State,
  groups: readonly SecurityGroup[],
  { GroupNames: names }: DescribeSecurityGroupsCommandInput,
): readonly SecurityGroup[] {
  if (!names?.length) return groups;
  const vpcId = defaultVpc(state)?.vpcId;
  const inDefaultVpc = groups.filter((group) => group.vpcId === vpcId);
  const unknown = names.filter((name) => !inDefaultVpc.some(({ groupName }) => groupName === name));
  if (unknown.length > 0) throw notFound('security-group', unknown);
  return inDefaultVpc.filter(({ groupName }) => names.includes(groupName));
}

function filterFields({ accountId }: OperationContext): FilterFields<SecurityGroup> {
  const fields: Record<string, (group: SecurityGroup) => readonly (string | undefined)[]> = {
    'group-id': (group) => [group.groupId],
    'group-name': (group) => [group.groupName],
    'vpc-id': (group) => [group.vpcId],
    description: (group) => [group.description],
    'owner-id': () => [accountId],
  };
  for (const isEgress of [false, true]) {
    const prefix = `${isEgress ? 'egress.' : ''}ip-permission`;
    fields[`${prefix}.protocol`] = (group) => rulesOf(group, isEgress).map(({ ipProtocol }) => ipProtocol);
    fields[`${prefix}.from-port`] = (group) => rulesOf(group, isEgress).map(({ fromPort }) => text(fromPort));
    fields[`${prefix}.to-port`] = (group) => rulesOf(group, isEgress).map(({ toPort }) => text(toPort));
    fields[`${prefix}.cidr`] = (group) =>
      rulesOf(group, isEgress).map(({ peer }) => (peer.kind === 'cidr-ipv4' ? peer.cidr : undefined));
    fields[`${prefix}.group-id`] = (group) =>
      rulesOf(group, isEgress).map(({ peer }) => (peer.kind === 'security-group' ? peer.groupId : undefined));
  }
  return fields;
}

function toSdkSecurityGroup({ accountId, region }: OperationContext, group: SecurityGroup): SdkSecurityGroup {
  const permissions = (isEgress: boolean) =>
    mergeRules(rulesOf(group, isEgress)).map((permission) => toSdkPermission(permission, accountId));
  return {
    GroupId: group.groupId,
    GroupName: group.groupName,
    Description: group.description,
    VpcId: group.vpcId,
    OwnerId: accountId,
    SecurityGroupArn: groupArn(region.name, accountId, group),
    IpPermissions: permissions(false),
    IpPermissionsEgress: permissions(true),
    Tags: toSdkTags(group.tags),
  };
}

function groupArn(region: string, accountId: string, { groupId }: SecurityGroup): string {
  return `arn:aws:ec2:${region}:${accountId}:security-group/${groupId}`;
}
