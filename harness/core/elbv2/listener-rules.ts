import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { checkArn, defaultRuleArn } from './arns.ts';
import { checkRange } from './constraints.ts';
import { getListener, getLoadBalancer } from './lookup.ts';
import { notEmulated } from './not-emulated.ts';
import type { Listener } from './state.ts';

const PRIORITY_RANGE = [1, 50_000] as const;

/** RuleNotFound, as every operation answers it. */
export function ruleNotFound(): AwsError {
  return new AwsError('RuleNotFound', 'One or more rules not found');
}

/**
 * CreateRule. Always refused: an NLB takes rules only when it is dualstack (NLB-LI-19), which none is here, and the
 * rules of an ALB are not emulated. Code and text of the former are unsure.
 */
export function createRule(region: Region, listenerArn: string, priority: number): never {
  checkRange(priority, 'priority', PRIORITY_RANGE);
  const { loadBalancerArn } = getListener(region, listenerArn);
  const { type, ipAddressType } = getLoadBalancer(region, loadBalancerArn);
  if (type === 'application') throw notEmulated('listener rules of application load balancers');
  throw new AwsError(
    'InvalidConfigurationRequest',
    `Listener rules are not supported for load balancers with type '${type}' and IP address type '${ipAddressType}'`,
  );
}

/** ModifyRule. Throws RuleNotFound, and OperationNotPermitted for a default rule: there is no other here. */
export function modifyRule(region: Region, ruleArn: string): never {
  getDefaultRule(region, ruleArn);
  throw new AwsError('OperationNotPermitted', `Default rule '${ruleArn}' cannot be modified`);
}

/** DeleteRule. Throws RuleNotFound, OperationNotPermitted; the latter's text by analogy with ModifyRule, unsure. */
export function deleteRule(region: Region, ruleArn: string): never {
  getDefaultRule(region, ruleArn);
  throw new AwsError('OperationNotPermitted', `Default rule '${ruleArn}' cannot be deleted`);
}

/** SetRulePriorities. Throws ValidationError, RuleNotFound, and OperationNotPermitted, whose text is unsure. */
export function setRulePriorities(
  region: Region,
  pairs: readonly { readonly ruleArn: string; readonly priority: number | undefined }[],
): never {
  for (const [index, { priority }] of pairs.entries())
    checkRange(priority, `rulePriorities.${index + 1}.member.priority`, PRIORITY_RANGE);
  for (const { ruleArn } of pairs) getDefaultRule(region, ruleArn);
  throw new AwsError(
    'OperationNotPermitted',
    `The priority of default rule '${pairs[0]?.ruleArn}' cannot be changed`,
  );
}

/** The listener whose default rule that is. Throws ValidationError, RuleNotFound. */
export function getDefaultRule(region: Region, ruleArn: string): Listener {
  checkArn(ruleArn, 'listener-rule');
  for (const listener of region.elbv2.listeners.values())
    if (defaultRuleArn(listener.arn) === ruleArn) return listener;
  throw ruleNotFound();
}
