import { unhealthyFlowsEndAt } from '../health/unhealthy-draining.ts';
import type { Region } from '../region.ts';
import { deregistrationFloorEndsAt } from './divide-targets.ts';

/**
 * The next instant after `now` at which the routes change although nobody changes the state: a drain ends, or
 * the data plane hears of something that happened before. Undefined if there is none.
 */
export function nextRoutesDeadline(region: Region, now: number): number | undefined {
  const instants: number[] = [];
  for (const targetGroup of region.elbv2.targetGroups.values())
    for (const target of targetGroup.targets.values()) {
      instants.push(
        target.drainingUntil ?? Number.POSITIVE_INFINITY,
        deregistrationFloorEndsAt(target, region.timings) ?? Number.POSITIVE_INFINITY,
      );
      for (const zonal of target.health.values())
        instants.push(
          (zonal.leftHealthyAt ?? Number.POSITIVE_INFINITY) + region.timings.unhealthyPropagationMs,
          unhealthyFlowsEndAt(targetGroup, zonal) ?? Number.POSITIVE_INFINITY,
        );
    }
  const next = instants.reduce(
    (least, instant) => (instant > now && instant < least ? instant : least),
    Number.POSITIVE_INFINITY,
  );
  return Number.isFinite(next) ? next : undefined;
}
