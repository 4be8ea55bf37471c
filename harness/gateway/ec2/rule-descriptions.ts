import type {
  SecurityGroupRuleDescription,
  UpdateSecurityGroupRuleDescriptionsEgressCommandInput,
  UpdateSecurityGroupRuleDescriptionsEgressCommandOutput,
  UpdateSecurityGroupRuleDescriptionsIngressCommandInput,
  UpdateSecurityGroupRuleDescriptionsIngressCommandOutput,
} from '@aws-sdk/client-ec2';
import { invalidParameterCombination } from '../../core/ec2/parameter-errors.ts';
import { describeRules, describeRulesById } from '../../core/ec2/security-group-rules.ts';
import type { OperationContext } from '../operation.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';
import { ruleSpecs } from './security-group-rules.ts';
import { groupIdOf } from './security-groups.ts';

export const updateSecurityGroupRuleDescriptionsIngress: Ec2Operation<
  UpdateSecurityGroupRuleDescriptionsIngressCommandInput,
  UpdateSecurityGroupRuleDescriptionsIngressCommandOutput
> = (context, input) => update(context, input, false);

export const updateSecurityGroupRuleDescriptionsEgress: Ec2Operation<
  UpdateSecurityGroupRuleDescriptionsEgressCommandInput,
  UpdateSecurityGroupRuleDescriptionsEgressCommandOutput
> = (context, input) => update(context, input, true);

/** The rules are named by their ids or by what they say. */
function update(
  { region }: OperationContext,
  input: UpdateSecurityGroupRuleDescriptionsIngressCommandInput,
  isEgress: boolean,
): { Return: true } {
  const direction = { groupId: groupIdOf(region.ec2, input), isEgress };
  const byId: readonly SecurityGroupRuleDescription[] = input.SecurityGroupRuleDescriptions ?? [];
  if (byId.length > 0 && input.IpPermissions?.length)
    throw invalidParameterCombination('Rule IDs and IP permissions cannot be given in one request');
  if (byId.length === 0) {
    describeRules(region.ec2, direction, ruleSpecs(region.ec2, direction.groupId, input));
    return { Return: true };
  }
  const descriptions = byId.map(({ SecurityGroupRuleId, Description }) => ({
    ruleId: required(SecurityGroupRuleId, 'SecurityGroupRuleDescription.SecurityGroupRuleId'),
    description: Description,
  }));
  describeRulesById(region.ec2, direction, descriptions);
  return { Return: true };
}
