import type * as api from '@aws-sdk/client-ec2';
import { normaliseRule, ruleKey } from '../../core/ec2/security-group-rule-spec.ts';
import type { SecurityGroup, SecurityGroupPeer, SecurityGroupRule } from '../../core/ec2/state.ts';
import { tagsOf } from './tags.ts';

/**
 * A group with its rules. They have no ids of their own here, because DescribeSecurityGroups names none and nobody
 * asks: a rule is known by what it says.
 */
export function securityGroupOf(group: api.SecurityGroup): SecurityGroup {
  const rules = [
    ...(group.IpPermissions ?? []).flatMap((permission) => rulesOf(permission, false)),
    ...(group.IpPermissionsEgress ?? []).flatMap((permission) => rulesOf(permission, true)),
  ];
  return {
    groupId: group.GroupId ?? '',
    groupName: group.GroupName ?? '',
    description: group.Description ?? '',
    vpcId: group.VpcId ?? '',
    rules: new Map(rules.map((rule) => [rule.securityGroupRuleId, rule])),
    tags: tagsOf(group.Tags),
  };
}

function rulesOf(permission: api.IpPermission, isEgress: boolean): SecurityGroupRule[] {
  const { IpProtocol: ipProtocol = '-1', FromPort: fromPort, ToPort: toPort } = permission;
  return peersOf(permission).map(({ peer, description }) => {
    const spec = normaliseRule({ ipProtocol, fromPort, toPort, peer, description: undefined });
    return {
      ...spec,
      description,
      securityGroupRuleId: `${isEgress ? 'egress' : 'ingress'} ${ruleKey(spec)}`,
      isEgress,
      tags: new Map(),
    };
  });
}

interface DescribedPeer {
  readonly peer: SecurityGroupPeer;
  readonly description: string | undefined;
}

function peersOf(permission: api.IpPermission): DescribedPeer[] {
  const { IpRanges = [], Ipv6Ranges = [], UserIdGroupPairs = [], PrefixListIds = [] } = permission;
  return [
    ...IpRanges.map(({ CidrIp = '', Description }) =>
      described({ kind: 'cidr-ipv4', cidr: CidrIp }, Description),
    ),
    ...Ipv6Ranges.map(({ CidrIpv6 = '', Description }) =>
      described({ kind: 'cidr-ipv6', cidr: CidrIpv6 }, Description),
    ),
    ...UserIdGroupPairs.map(({ GroupId = '', Description }) =>
      described({ kind: 'security-group', groupId: GroupId }, Description),
    ),
    ...PrefixListIds.map(({ PrefixListId = '', Description }) =>
      described({ kind: 'prefix-list', prefixListId: PrefixListId }, Description),
    ),
  ];
}

function described(peer: SecurityGroupPeer, description: string | undefined): DescribedPeer {
  return { peer, description };
}
