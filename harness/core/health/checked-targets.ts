import type { Target, TargetGroup } from '../elbv2/state.ts';
import type { Region } from '../region.ts';
import { isRegistered, type TargetGroupUse, targetGroupUse, unusedCause } from './target-use.ts';

/** A target that is checked now, with who checks it. */
export interface CheckedTarget {
  readonly targetGroup: TargetGroup;
  /** Its key in {@link TargetGroup.targets}. */
  readonly key: string;
  readonly target: Target;
  readonly use: TargetGroupUse;
}

/**
 * Every target that some load balancer's nodes check (NLB-TA-12), in the order of groups and registrations.
 *
 * Nodes check from the moment that the load balancer is active. Draining targets are checked on: one that turns
 * unhealthy loses its flows (NLB-RT-08).
 */
export function* checkedTargets(region: Region, now: number): Generator<CheckedTarget> {
  for (const targetGroup of region.elbv2.targetGroups.values()) {
    const use = targetGroupUse(region, targetGroup.arn);
    if (use?.loadBalancer.state !== 'active' || !targetGroup.healthCheck.enabled) continue;
    for (const [key, target] of targetGroup.targets)
      if (isRegistered(target, now) && !unusedCause(region, targetGroup, target, use))
        yield { targetGroup, key, target, use };
  }
}
