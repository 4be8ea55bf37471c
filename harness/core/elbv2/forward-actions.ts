import { AwsError, validationError } from '../aws-error.ts';
import { checkEnum, checkRange, requireMember } from './constraints.ts';
import { notEmulated } from './not-emulated.ts';
import type { ForwardAction, LoadBalancerType, WeightedTargetGroup } from './state.ts';

const ACTION_TYPES = [
  'forward',
  'authenticate-oidc',
  'authenticate-cognito',
  'redirect',
  'fixed-response',
  'jwt-validation',
] as const;

/** NLB-LI-11. */
const MAX_TARGET_GROUPS = 5;
const MAX_WEIGHT = 999;

/** An action as a caller gives it. */
export interface ActionInput {
  readonly type: string | undefined;
  readonly targetGroupArn: string | undefined;
  readonly forward: ForwardInput | undefined;
  readonly order: number | undefined;
}

/** A ForwardConfig. */
export interface ForwardInput {
  readonly targetGroups: readonly WeightedTargetGroup[];
  readonly stickinessEnabled: boolean;
  readonly stickinessDurationSeconds: number | undefined;
}

/**
 * A listener's default actions in one form, however the caller wrote them: one `forward` action (NLB-LI-10,
 * NLB-LI-11). Throws ValidationError, InvalidLoadBalancerAction. That the target groups exist is not checked.
 */
export function resolveActions(
  type: LoadBalancerType,
  inputs: readonly ActionInput[],
): readonly ForwardAction[] {
  for (const [index, input] of inputs.entries())
    checkActionType(type, input.type, `defaultActions.${index + 1}.member.type`);
  // Both texts are unsure.
  if (inputs.length === 0) throw validationError('At least one default action must be specified');
  if (inputs.length > 1)
    throw new AwsError('InvalidLoadBalancerAction', 'You can specify only one default action per listener');
  return inputs.map(resolveForward);
}

function checkActionType(type: LoadBalancerType, actionType: string | undefined, member: string): void {
  checkEnum(requireMember(actionType, member), member, ACTION_TYPES);
  if (actionType === 'forward') return;
  if (type === 'application') throw notEmulated(`'${actionType}' actions of application load balancers`);
  // NLB-LI-10: the code is unsure.
  throw new AwsError(
    'InvalidLoadBalancerAction',
    `The action type '${actionType}' is not valid with ${type} load balancer`,
  );
}

function resolveForward({ targetGroupArn, forward, order }: ActionInput): ForwardAction {
  checkRange(order, 'defaultActions.1.member.order', [1, 50_000]);
  const named = forward?.targetGroups ?? [];
  // Describe returns both forms of the same thing, and callers send back what they were given.
  const targetGroups =
    named.length === 0 && targetGroupArn !== undefined ? [{ targetGroupArn, weight: undefined }] : named;
  checkTargetGroups(targetGroupArn, targetGroups);
  checkStickiness(forward);
  return {
    type: 'forward',
    targetGroups,
    stickinessEnabled: forward?.stickinessEnabled ?? false,
    stickinessDurationSeconds: forward?.stickinessDurationSeconds,
    order,
  };
}

/** The codes are unsure, and the first, third and fourth text. */
function checkTargetGroups(
  targetGroupArn: string | undefined,
  targetGroups: readonly WeightedTargetGroup[],
): void {
  if (targetGroups.length === 0)
    throw validationError("A target group ARN must be specified for actions of type 'forward'");
  if (targetGroups.length > MAX_TARGET_GROUPS)
    throw validationError(`You cannot specify more than ${MAX_TARGET_GROUPS} target groups per action`);
  const arns = targetGroups.map((targetGroup) => targetGroup.targetGroupArn);
  if (new Set(arns).size < arns.length)
    throw validationError('Target groups must be unique within an action');
  if (targetGroupArn !== undefined && (arns.length > 1 || arns[0] !== targetGroupArn))
    throw new AwsError(
      'InvalidLoadBalancerAction',
      'You cannot specify both a target group ARN and a forward configuration with other target groups',
    );
  // The documented range begins at 0, the refusal's text at 1 (NLB-LI-11); 0 is how a group is emptied.
  if (targetGroups.some(({ weight = 1 }) => weight < 0 || weight > MAX_WEIGHT))
    throw validationError(`The weight for the target group must be between 1 and ${MAX_WEIGHT}, inclusive`);
}

function checkStickiness(forward: ForwardInput | undefined): void {
  checkRange(
    forward?.stickinessDurationSeconds,
    'defaultActions.1.member.forwardConfig.targetGroupStickinessConfig.durationSeconds',
    [1, 604_800],
  );
}
