import type { TargetGroup, ZonalHealth } from '../elbv2/state.ts';

/**
 * Until when a target that turned unhealthy keeps its flows, by one node's opinion (NLB-RT-11): undefined where
 * they end at once (the default), an instant with a draining interval, Infinity with termination off and no
 * interval. Whether AWS lets anybody set this for UDP is unsure (NLB-TG-14).
 */
export function unhealthyFlowsEndAt(targetGroup: TargetGroup, health: ZonalHealth): number | undefined {
  if (!keepsFlowsOfUnhealthy(targetGroup) || health.leftHealthyAt === undefined) return undefined;
  return unhealthyDrainingEndsAt(targetGroup, health) ?? Number.POSITIVE_INFINITY;
}

/** When the state `unhealthy.draining` ends; undefined where it never was. */
export function unhealthyDrainingEndsAt(targetGroup: TargetGroup, health: ZonalHealth): number | undefined {
  const intervalMs =
    Number(targetGroup.attributes.get('target_health_state.unhealthy.draining_interval_seconds') ?? 0) * 1000;
  if (!keepsFlowsOfUnhealthy(targetGroup) || intervalMs === 0 || health.leftHealthyAt === undefined)
    return undefined;
  return health.leftHealthyAt + intervalMs;
}

function keepsFlowsOfUnhealthy({ attributes }: TargetGroup): boolean {
  return attributes.get('target_health_state.unhealthy.connection_termination.enabled') === 'false';
}
