import type { Action } from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireMember } from '../../core/elbv2/constraints.ts';
import type { ActionInput } from '../../core/elbv2/forward-actions.ts';
import type { ForwardAction } from '../../core/elbv2/state.ts';

/** Actions as the SDK writes them. */
export function actionInputs(actions: readonly Action[]): ActionInput[] {
  return actions.map(({ Type, TargetGroupArn, ForwardConfig, Order }) => ({
    type: requireMember(Type, 'type'),
    targetGroupArn: TargetGroupArn,
    forward: ForwardConfig && {
      targetGroups: (ForwardConfig.TargetGroups ?? []).map((tuple) => ({
        targetGroupArn: requireMember(tuple.TargetGroupArn, 'targetGroupArn'),
        weight: tuple.Weight,
      })),
      stickinessEnabled: ForwardConfig.TargetGroupStickinessConfig?.Enabled ?? false,
      stickinessDurationSeconds: ForwardConfig.TargetGroupStickinessConfig?.DurationSeconds,
    },
    order: Order,
  }));
}

/** A kept action as AWS echoes it: Weight and Order only where the caller gave them (NLB-LI-17). */
export function actionShape(action: ForwardAction): Action {
  const [only, ...others] = action.targetGroups;
  return {
    Type: 'forward',
    ...(only && others.length === 0 && { TargetGroupArn: only.targetGroupArn }),
    ...(action.order !== undefined && { Order: action.order }),
    ForwardConfig: {
      TargetGroups: action.targetGroups.map(({ targetGroupArn, weight }) => ({
        TargetGroupArn: targetGroupArn,
        ...(weight !== undefined && { Weight: weight }),
      })),
      TargetGroupStickinessConfig: {
        Enabled: action.stickinessEnabled,
        ...(action.stickinessDurationSeconds !== undefined && {
          DurationSeconds: action.stickinessDurationSeconds,
        }),
      },
    },
  };
}
