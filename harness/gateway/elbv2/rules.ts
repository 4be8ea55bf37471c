import type {
  CreateRuleCommandInput,
  CreateRuleCommandOutput,
  DeleteRuleCommandInput,
  DeleteRuleCommandOutput,
  DescribeRulesCommandInput,
  DescribeRulesCommandOutput,
  ModifyRuleCommandInput,
  ModifyRuleCommandOutput,
  Rule,
  SetRulePrioritiesCommandInput,
  SetRulePrioritiesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from '../../core/aws-error.ts';
import { checkArn, defaultRuleArn } from '../../core/elbv2/arns.ts';
import { checkLength, requireMember } from '../../core/elbv2/constraints.ts';
import * as rules from '../../core/elbv2/listener-rules.ts';
import { getListener } from '../../core/elbv2/lookup.ts';
import type { Listener } from '../../core/elbv2/state.ts';
import type { Region } from '../../core/region.ts';
import { actionShape } from './action-shape.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { checkExclusive, isGiven, selectByKey } from './filters.ts';
import { pageOf } from './page.ts';

/** Every listener has its default rule and no other: more exist only on dualstack NLBs (NLB-LI-19). */
export const describeRules: Elbv2Operation<DescribeRulesCommandInput, DescribeRulesCommandOutput> = (
  { region },
  input,
) => {
  const page = pageOf(selected(region, input), ({ arn }) => arn, input);
  return { Rules: page.items.map(defaultRuleShape), NextMarker: page.nextMarker };
};

export const createRule: Elbv2Operation<CreateRuleCommandInput, CreateRuleCommandOutput> = (
  { region },
  input,
) =>
  rules.createRule(
    region,
    requireMember(input.ListenerArn, 'listenerArn'),
    requireMember(input.Priority, 'priority'),
  );

export const modifyRule: Elbv2Operation<ModifyRuleCommandInput, ModifyRuleCommandOutput> = (
  { region },
  input,
) => rules.modifyRule(region, requireMember(input.RuleArn, 'ruleArn'));

export const deleteRule: Elbv2Operation<DeleteRuleCommandInput, DeleteRuleCommandOutput> = (
  { region },
  input,
) => rules.deleteRule(region, requireMember(input.RuleArn, 'ruleArn'));

export const setRulePriorities: Elbv2Operation<
  SetRulePrioritiesCommandInput,
  SetRulePrioritiesCommandOutput
> = ({ region }, input) => {
  const pairs = requireMember(input.RulePriorities, 'rulePriorities');
  checkLength(pairs, 'rulePriorities', [1, Number.POSITIVE_INFINITY]);
  return rules.setRulePriorities(
    region,
    pairs.map(({ RuleArn, Priority }) => ({
      ruleArn: requireMember(RuleArn, 'ruleArn'),
      priority: Priority,
    })),
  );
};

function selected(region: Region, input: DescribeRulesCommandInput): Listener[] {
  const { ListenerArn: listenerArn, RuleArns: ruleArns } = input;
  checkExclusive({ 'Listener ARN': listenerArn, 'rule ARNs': ruleArns });
  if (listenerArn !== undefined) return [getListener(region, listenerArn)];
  // The text is unsure.
  if (!isGiven(ruleArns))
    throw validationError('You must specify either listener rule ARNs or a listener ARN');
  for (const arn of ruleArns ?? []) checkArn(arn, 'listener-rule');
  return selectByKey(
    region.elbv2.listeners.values(),
    ({ arn }) => defaultRuleArn(arn),
    ruleArns ?? [],
    rules.ruleNotFound,
  );
}

function defaultRuleShape(listener: Listener): Rule {
  return {
    RuleArn: defaultRuleArn(listener.arn),
    Priority: 'default',
    Conditions: [],
    Actions: listener.defaultActions.map(actionShape),
    IsDefault: true,
  };
}
