import { targetGroupUse, unusedCause } from '../health/target-use.ts';
import type { Region } from '../region.ts';
import { deregistrationDelayMs } from './attribute-readers.ts';
import { getTargetGroup } from './lookup.ts';
import { checkTargetPorts, type TargetDescription } from './register-targets.ts';
import { targetKey } from './state.ts';

/**
 * DeregisterTargets: the targets drain for the group's delay (NLB-TA-16); one that takes no traffic goes at once.
 * What is not registered, or drains already, is no error (NLB-TA-06). Throws TargetGroupNotFound, ValidationError.
 */
export function deregisterTargets(
  region: Region,
  targetGroupArn: string,
  descriptions: readonly Pick<TargetDescription, 'id' | 'port'>[],
  now: number,
): void {
  checkTargetPorts(descriptions);
  const targetGroup = getTargetGroup(region, targetGroupArn);
  const use = targetGroupUse(region, targetGroup.arn);
  // However short the delay, users saw traffic go on for a while (NLB-TM-03).
  const delayMs = Math.max(deregistrationDelayMs(targetGroup), region.timings.deregistrationFloorMs);
  for (const { id, port = targetGroup.port } of descriptions) {
    const target = targetGroup.targets.get(targetKey(id, port));
    if (!target || target.drainingUntil !== undefined) continue;
    if (unusedCause(region, targetGroup, target, use) === undefined) {
      target.deregisteredAt = now;
      target.drainingUntil = now + delayMs;
    } else targetGroup.targets.delete(targetKey(id, port));
  }
}
