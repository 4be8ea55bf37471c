import type { LoadBalancer, LoadBalancerZone } from '../elbv2/state.ts';
import { healthyZones, type JudgedGroup, judgedGroups } from '../forwarding/zone-health.ts';
import { usableTargets } from '../health/registered-targets.ts';
import type { Region } from '../region.ts';
import { loadBalancerDimension, targetGroupDimension, zoneDimension } from './dimensions.ts';
import type { Dimension, NamedStatistics } from './metric.ts';
import type { MetricBatch } from './metric-batch.ts';
import { statisticOf } from './statistic-set.ts';

/**
 * Adds what each node of a load balancer sees of its targets now (NLB-CW-04), and whether its zone is healthy
 * (NLB-CW-06).
 */
export function sampleHealth(
  region: Region,
  loadBalancer: LoadBalancer,
  now: number,
  batch: MetricBatch,
): void {
  const groups = judgedGroups(region, loadBalancer, now);
  for (const zone of loadBalancer.zones)
    for (const group of groups) sampleTargets(loadBalancer, zone, group, batch);
  if (groups.some(({ targetGroup }) => targetGroup.healthCheck.enabled))
    sampleZones(loadBalancer, healthyZones(loadBalancer, groups), batch);
}

/**
 * In a zone a node reports the targets that it may use there: with cross-zone on those of all zones. For the load
 * balancer as a whole it reports all targets, for every node checks all of them. Which targets AWS counts in
 * either case is unsure. Initial and draining targets count as neither (unsure).
 */
function sampleTargets(
  loadBalancer: LoadBalancer,
  { availabilityZone }: LoadBalancerZone,
  group: JudgedGroup,
  batch: MetricBatch,
): void {
  // "Reported if there are registered targets"
  if (group.registered.length === 0) return;
  const hosts = (crossZone: boolean) => hostCounts(group, availabilityZone, crossZone);
  const dimensions = [targetGroupDimension(group.targetGroup.arn), loadBalancerDimension(loadBalancer)];
  batch.add(dimensions, hosts(true));
  batch.add([zoneDimension(availabilityZone), ...dimensions], hosts(group.crossZone));
}

function hostCounts(group: JudgedGroup, availabilityZone: string, crossZone: boolean): NamedStatistics[] {
  const verdicts = usableTargets(group.registered, availabilityZone, crossZone).map(
    ({ target }) => target.health.get(availabilityZone)?.verdict,
  );
  const count = (verdict: string) => statisticOf(verdicts.filter((one) => one === verdict).length);
  return [
    { name: 'HealthyHostCount', unit: 'Count', statistics: count('healthy') },
    { name: 'UnHealthyHostCount', unit: 'Count', statistics: count('unhealthy') },
  ];
}

/** "A 1 for each healthy Availability Zone and a 0 for each unhealthy" one. */
function sampleZones(
  loadBalancer: LoadBalancer,
  healthy: readonly LoadBalancerZone[],
  batch: MetricBatch,
): void {
  for (const zone of loadBalancer.zones) {
    const status = statisticOf(healthy.includes(zone) ? 1 : 0);
    const reports: NamedStatistics[] = [{ name: 'ZonalHealthStatus', unit: 'Count', statistics: status }];
    const ofLoadBalancer: readonly Dimension[] = [loadBalancerDimension(loadBalancer)];
    batch.add(ofLoadBalancer, reports);
    batch.add([zoneDimension(zone.availabilityZone), ...ofLoadBalancer], reports);
  }
}
