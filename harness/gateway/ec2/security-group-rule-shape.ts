import type { SecurityGroupRule as SdkSecurityGroupRule } from '@aws-sdk/client-ec2';
import type { SecurityGroupRule } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import { toSdkTags } from './tags-shape.ts';

/** A rule as EC2 shows it on its own; here a rule without ports has -1, unlike in IpPermissions. */
export function toSdkRule(
  { accountId, region }: OperationContext,
  groupId: string,
  rule: SecurityGroupRule,
): SdkSecurityGroupRule {
  return {
    SecurityGroupRuleId: rule.securityGroupRuleId,
    SecurityGroupRuleArn: `arn:aws:ec2:${region.name}:${accountId}:security-group-rule/${rule.securityGroupRuleId}`,
    GroupId: groupId,
    GroupOwnerId: accountId,
    IsEgress: rule.isEgress,
    IpProtocol: rule.ipProtocol,
    FromPort: rule.fromPort ?? -1,
    ToPort: rule.toPort ?? -1,
    ...toSdkPeer(rule, accountId),
    Description: rule.description,
    Tags: toSdkTags(rule.tags),
  };
}

function toSdkPeer({ peer }: SecurityGroupRule, accountId: string): SdkSecurityGroupRule {
  switch (peer.kind) {
    case 'cidr-ipv4':
      return { CidrIpv4: peer.cidr };
    case 'cidr-ipv6':
      return { CidrIpv6: peer.cidr };
    case 'prefix-list':
      return { PrefixListId: peer.prefixListId };
    case 'security-group':
      return { ReferencedGroupInfo: { GroupId: peer.groupId, UserId: accountId } };
  }
}
