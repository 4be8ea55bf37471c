import type {
  AuthorizeSecurityGroupEgressCommandInput,
  AuthorizeSecurityGroupEgressCommandOutput,
  AuthorizeSecurityGroupIngressCommandInput,
  AuthorizeSecurityGroupIngressCommandOutput,
  RevokeSecurityGroupEgressCommandInput,
  RevokeSecurityGroupEgressCommandOutput,
  RevokeSecurityGroupIngressCommandInput,
  RevokeSecurityGroupIngressCommandOutput,
  IpPermission as SdkIpPermission,
} from '@aws-sdk/client-ec2';
import { splitPermissions } from '../../core/ec2/ip-permissions.ts';
import { requireResource } from '../../core/ec2/lookup.ts';
import { invalidParameterCombination } from '../../core/ec2/parameter-errors.ts';
import type { SecurityGroupRuleSpec } from '../../core/ec2/security-group-rule-spec.ts';
import { authorizeRules, revokeRules, revokeRulesById } from '../../core/ec2/security-group-rules.ts';
import type { Ec2State, SecurityGroupRule } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { fromSdkPermission } from './ip-permission-shape.ts';
import { requiredList } from './parameters.ts';
import { toSdkRule } from './security-group-rule-shape.ts';
import { groupIdOf } from './security-groups.ts';
import { specifiedTags } from './tags-shape.ts';

export const authorizeSecurityGroupIngress: Ec2Operation<
  AuthorizeSecurityGroupIngressCommandInput,
  AuthorizeSecurityGroupIngressCommandOutput
> = (context, input) => authorize(context, input, false);

export const authorizeSecurityGroupEgress: Ec2Operation<
  AuthorizeSecurityGroupEgressCommandInput,
  AuthorizeSecurityGroupEgressCommandOutput
> = (context, input) => authorize(context, input, true);

export const revokeSecurityGroupIngress: Ec2Operation<
  RevokeSecurityGroupIngressCommandInput,
  RevokeSecurityGroupIngressCommandOutput
> = (context, input) => revoke(context, input, false);

export const revokeSecurityGroupEgress: Ec2Operation<
  RevokeSecurityGroupEgressCommandInput,
  RevokeSecurityGroupEgressCommandOutput
> = (context, input) => revoke(context, input, true);

function authorize(
  context: OperationContext,
  input: AuthorizeSecurityGroupIngressCommandInput | AuthorizeSecurityGroupEgressCommandInput,
  isEgress: boolean,
): { Return: true; SecurityGroupRules: ReturnType<typeof toSdkRule>[] } {
  const { region } = context;
  const groupId = groupIdOf(region.ec2, input);
  const tags = specifiedTags(input.TagSpecifications, 'security-group-rule');
  const rules = authorizeRules(region, { groupId, isEgress }, ruleSpecs(region.ec2, groupId, input), tags);
  return { Return: true, SecurityGroupRules: rules.map((rule) => toSdkRule(context, groupId, rule)) };
}

function revoke(
  { region }: OperationContext,
  input: RevokeSecurityGroupIngressCommandInput | RevokeSecurityGroupEgressCommandInput,
  isEgress: boolean,
): RevokeAnswer {
  const groupId = groupIdOf(region.ec2, input);
  const direction = { groupId, isEgress };
  const ruleIds = input.SecurityGroupRuleIds ?? [];
  if (ruleIds.length > 0 && input.IpPermissions?.length)
    throw invalidParameterCombination('Rule IDs and IP permissions cannot be given in one request');
  const revoked =
    ruleIds.length > 0
      ? revokeRulesById(region.ec2, direction, ruleIds)
      : revokeRules(region.ec2, direction, ruleSpecs(region.ec2, groupId, input));
  return { Return: true, RevokedSecurityGroupRules: revoked.map((rule) => toRevokedRule(groupId, rule)) };
}

type RevokeAnswer = Omit<RevokeSecurityGroupIngressCommandOutput, '$metadata'>;

function toRevokedRule(
  groupId: string,
  rule: SecurityGroupRule,
): NonNullable<RevokeAnswer['RevokedSecurityGroupRules']>[number] {
  const { peer } = rule;
  return {
    SecurityGroupRuleId: rule.securityGroupRuleId,
    GroupId: groupId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.ipProtocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    CidrIpv4: peer.kind === 'cidr-ipv4' ? peer.cidr : undefined,
    CidrIpv6: peer.kind === 'cidr-ipv6' ? peer.cidr : undefined,
    PrefixListId: peer.kind === 'prefix-list' ? peer.prefixListId : undefined,
    ReferencedGroupId: peer.kind === 'security-group' ? peer.groupId : undefined,
    Description: rule.description,
  };
}

/** What a request says about rules, in its list or, as old clients do, in the request itself. */
interface RuleParameters {
  readonly IpPermissions?: SdkIpPermission[] | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIp?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
}

/** The rules that a request names by what they say, in a group. */
export function ruleSpecs(state: Ec2State, groupId: string, input: RuleParameters): SecurityGroupRuleSpec[] {
  const { vpcId } = requireResource(state.securityGroups, 'security-group', groupId);
  const permissions = input.IpProtocol === undefined ? input.IpPermissions : [ownPermission(input)];
  return splitPermissions(
    requiredList(permissions, 'ipPermissions').map((permission) =>
      fromSdkPermission(state, vpcId, permission),
    ),
  );
}

function ownPermission(input: RuleParameters): SdkIpPermission {
  return {
    IpProtocol: input.IpProtocol,
    FromPort: input.FromPort,
    ToPort: input.ToPort,
    IpRanges: input.CidrIp === undefined ? [] : [{ CidrIp: input.CidrIp }],
    UserIdGroupPairs:
      input.SourceSecurityGroupName === undefined ? [] : [{ GroupName: input.SourceSecurityGroupName }],
  };
}
