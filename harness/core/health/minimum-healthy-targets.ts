import type { TargetGroup } from '../elbv2/state.ts';

/** What happens when too few targets are healthy: every target is used, or the zone leaves DNS. */
export type HealthAction = 'unhealthy_state_routing' | 'dns_failover';

/**
 * Whether fewer targets are healthy than `target_group_health.<action>.minimum_healthy_targets.count` or
 * `.percentage` ask for; one of the two is enough (NLB-RT-12, NLB-RT-15). The caller picks the scope of the
 * counts: a zone's targets with cross-zone off, the group's with it on.
 */
export function hasTooFewHealthy(
  targetGroup: TargetGroup,
  action: HealthAction,
  healthy: number,
  registered: number,
): boolean {
  const minimum = (unit: string) =>
    targetGroup.attributes.get(`target_group_health.${action}.minimum_healthy_targets.${unit}`);
  const count = minimum('count') ?? '1';
  const percentage = minimum('percentage') ?? 'off';
  if (count !== 'off' && healthy < Number(count)) return true;
  return percentage !== 'off' && healthy * 100 < Number(percentage) * registered;
}
