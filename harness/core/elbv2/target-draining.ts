import type { Region } from '../region.ts';
import { closesFlowsAfterDeregistration } from './attribute-readers.ts';
import type { Target } from './state.ts';

/** A registration that has come to its end. */
export interface RemovedTarget {
  readonly targetGroupArn: string;
  readonly target: Target;
  /** When its delay ended, which may be before `now`. */
  readonly at: number;
}

/**
 * Removes targets whose deregistration delay has ended. Where the group does not close flows then, the target
 * goes on among the group's former targets, for the flows that it still has (NLB-RT-09).
 */
export function tickTargets(region: Region, now: number): RemovedTarget[] {
  const removed: RemovedTarget[] = [];
  for (const targetGroup of region.elbv2.targetGroups.values())
    for (const [key, target] of targetGroup.targets) {
      if (target.drainingUntil === undefined || target.drainingUntil > now) continue;
      targetGroup.targets.delete(key);
      if (!closesFlowsAfterDeregistration(targetGroup)) targetGroup.formerTargets.set(key, target);
      removed.push({ targetGroupArn: targetGroup.arn, target, at: target.drainingUntil });
    }
  return removed;
}

/** When {@link tickTargets} has something to do next; undefined while nothing drains. */
export function nextTargetDeadline(region: Region): number | undefined {
  const deadlines = [...region.elbv2.targetGroups.values()].flatMap(({ targets }) =>
    [...targets.values()].flatMap(({ drainingUntil }) => drainingUntil ?? []),
  );
  return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
}
