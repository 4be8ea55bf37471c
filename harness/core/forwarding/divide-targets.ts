import type { Target, TargetGroup, ZonalHealth } from '../elbv2/state.ts';
import { hasTooFewHealthy } from '../health/minimum-healthy-targets.ts';
import { isReachable, type RegisteredTarget, usableTargets } from '../health/registered-targets.ts';
import { unhealthyFlowsEndAt } from '../health/unhealthy-draining.ts';
import type { Timings } from '../timings.ts';
import type { TargetGroupRoute, TargetRoute } from './routes.ts';

/** A registration with the form that it has in the routes. */
export interface LocatedTarget extends RegisteredTarget {
  readonly route: TargetRoute;
}

/** The node for which targets are divided. */
export interface DividingNode {
  readonly availabilityZone: string;
  readonly crossZone: boolean;
}

/** Where a node may send new flows, and where only old ones may stay; all other targets get nothing. */
export function divideTargets(
  timings: Timings,
  targetGroup: TargetGroup,
  registered: readonly LocatedTarget[],
  node: DividingNode,
  now: number,
): Pick<TargetGroupRoute, 'failOpen' | 'candidates' | 'keepers'> {
  // Each node goes by its own checks (NLB-RT-18).
  const healthOf = ({ target }: RegisteredTarget) => target.health.get(node.availabilityZone);
  const usable = new Set(usableTargets(registered, node.availabilityZone, node.crossZone));
  const healthy = [...usable].filter((entry) => healthOf(entry)?.verdict === 'healthy').length;
  const failOpen =
    usable.size > 0 && hasTooFewHealthy(targetGroup, 'unhealthy_state_routing', healthy, usable.size);

  const isCandidate = (entry: LocatedTarget) => {
    if (usable.has(entry) && failOpen) return true;
    const takesNewFlows = usable.has(entry) || isStillServed(entry, timings, now);
    return takesNewFlows && looksHealthy(healthOf(entry), timings, now);
  };
  const isKeeper = (entry: LocatedTarget) => {
    const health = healthOf(entry);
    if (health?.verdict === 'unhealthy' && !looksHealthy(health, timings, now))
      return now < (unhealthyFlowsEndAt(targetGroup, health) ?? now);
    // Also when its delay is over, for former targets whose flows are not ended (NLB-RT-09).
    return entry.target.drainingUntil !== undefined;
  };
  const candidates: TargetRoute[] = [];
  const keepers: TargetRoute[] = [];
  for (const entry of registered) {
    if (entry.unused || !isReachable(entry, node.availabilityZone, node.crossZone)) continue;
    if (isCandidate(entry)) candidates.push(entry.route);
    else if (isKeeper(entry)) keepers.push(entry.route);
  }
  return { failOpen, candidates, keepers };
}

/** Healthy, or unhealthy for so short a time that the data plane has not heard of it (NLB-TM-04). */
function looksHealthy(health: ZonalHealth | undefined, timings: Timings, now: number): boolean {
  if (health?.verdict === 'healthy') return true;
  return health?.leftHealthyAt !== undefined && now < health.leftHealthyAt + timings.unhealthyPropagationMs;
}

/** Whether a deregistration is too young for the data plane to have heard of it (NLB-TM-03). */
function isStillServed({ target }: RegisteredTarget, timings: Timings, now: number): boolean {
  const floorEndsAt = deregistrationFloorEndsAt(target, timings);
  return floorEndsAt !== undefined && now < floorEndsAt;
}

/** Until when a deregistered target still gets new flows; undefined for one that is registered. */
export function deregistrationFloorEndsAt(
  { deregisteredAt }: Pick<Target, 'deregisteredAt'>,
  { deregistrationFloorMs }: Timings,
): number | undefined {
  return deregisteredAt === undefined ? undefined : deregisteredAt + deregistrationFloorMs;
}
