import type {
  DescribeSecurityGroupRulesCommandInput,
  DescribeSecurityGroupRulesCommandOutput,
  ModifySecurityGroupRulesCommandInput,
  ModifySecurityGroupRulesCommandOutput,
  SecurityGroupRuleRequest,
} from '@aws-sdk/client-ec2';
import { requireResources } from '../../core/ec2/lookup.ts';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import { modifyRules } from '../../core/ec2/security-group-rules.ts';
import type { SecurityGroupPeer, SecurityGroupRule } from '../../core/ec2/state.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required, requiredList } from './parameters.ts';
import { toSdkRule } from './security-group-rule-shape.ts';

export const describeSecurityGroupRules: Ec2Operation<
  DescribeSecurityGroupRulesCommandInput,
  DescribeSecurityGroupRulesCommandOutput
> = (context, input) => {
  const groupIds = new Map<string, string>();
  const all = new Map<string, SecurityGroupRule>();
  for (const group of context.region.ec2.securityGroups.values()) {
    for (const [ruleId, rule] of group.rules) {
      groupIds.set(ruleId, group.groupId);
      all.set(ruleId, rule);
    }
  }
  const rules = requireResources(all, 'security-group-rule', input.SecurityGroupRuleIds);
  const page = describe(rules, input, {
    'group-id': ({ securityGroupRuleId }) => [groupIds.get(securityGroupRuleId)],
    'security-group-rule-id': ({ securityGroupRuleId }) => [securityGroupRuleId],
  });
  return {
    SecurityGroupRules: page.items.map((rule) =>
      toSdkRule(context, groupIds.get(rule.securityGroupRuleId) ?? '', rule),
    ),
    NextToken: page.nextToken,
  };
};

export const modifySecurityGroupRules: Ec2Operation<
  ModifySecurityGroupRulesCommandInput,
  ModifySecurityGroupRulesCommandOutput
> = ({ region }, input) => {
  const updates = requiredList(input.SecurityGroupRules, 'SecurityGroupRule').map((update) => {
    const request = required(update.SecurityGroupRule, 'SecurityGroupRule.SecurityGroupRule');
    return {
      ruleId: required(update.SecurityGroupRuleId, 'SecurityGroupRule.SecurityGroupRuleId'),
      spec: {
        ipProtocol: required(request.IpProtocol, 'SecurityGroupRule.IpProtocol'),
        fromPort: request.FromPort,
        toPort: request.ToPort,
        peer: peerOf(request),
        description: request.Description,
      },
    };
  });
  modifyRules(region.ec2, required(input.GroupId, 'groupId'), updates);
  return { Return: true };
};

function peerOf(request: SecurityGroupRuleRequest): SecurityGroupPeer {
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId } = request;
  const peers: SecurityGroupPeer[] = [
    ...(CidrIpv4 === undefined ? [] : [{ kind: 'cidr-ipv4', cidr: CidrIpv4 } as const]),
    ...(CidrIpv6 === undefined ? [] : [{ kind: 'cidr-ipv6', cidr: CidrIpv6 } as const]),
    ...(PrefixListId === undefined ? [] : [{ kind: 'prefix-list', prefixListId: PrefixListId } as const]),
    ...(ReferencedGroupId === undefined
      ? []
      : [{ kind: 'security-group', groupId: ReferencedGroupId } as const]),
  ];
  const [peer, another] = peers;
  if (peer === undefined || another !== undefined) {
    throw invalidParameterValue(
      'A security group rule must have exactly one of CidrIpv4, CidrIpv6, PrefixListId and ReferencedGroupId.',
    );
  }
  return peer;
}
