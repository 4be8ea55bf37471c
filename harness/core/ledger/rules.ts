import { CLOUDWATCH_RULES } from './cloudwatch-rules.ts';
import { FLOW_RULES } from './flow-rules.ts';
import { HEALTH_CHECK_RULES } from './health-check-rules.ts';
import { LISTENER_RULES } from './listener-rules.ts';
import { LOAD_BALANCER_RULES } from './load-balancer-rules.ts';
import { OTHER_BALANCER_RULES } from './other-balancer-rules.ts';
import { ROUTING_RULES } from './routing-rules.ts';
import type { Rule } from './rule.ts';
import { SECURITY_GROUP_RULES } from './security-group-rules.ts';
import { TARGET_GROUP_RULES } from './target-group-rules.ts';
import { TARGET_RULES } from './target-rules.ts';
import { TCP_RULES } from './tcp-rules.ts';
import { TIMING_RULES } from './timing-rules.ts';

const ALL_RULES = [
  ...LOAD_BALANCER_RULES,
  ...LISTENER_RULES,
  ...TARGET_GROUP_RULES,
  ...TARGET_RULES,
  ...FLOW_RULES,
  ...ROUTING_RULES,
  ...TCP_RULES,
  ...HEALTH_CHECK_RULES,
  ...SECURITY_GROUP_RULES,
  ...CLOUDWATCH_RULES,
  ...OTHER_BALANCER_RULES,
  ...TIMING_RULES,
] as const;

/** The id of a rule of the ledger, e.g. `NLB-RT-06`: a scenario that names any other does not compile. */
export type RuleId = (typeof ALL_RULES)[number]['id'];

/** The ledger: every known rule of the NLB, by area and number. */
export const RULES: readonly (Rule & { readonly id: RuleId })[] = ALL_RULES;
