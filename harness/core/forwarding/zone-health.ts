import type { LoadBalancer, LoadBalancerZone, TargetGroup } from '../elbv2/state.ts';
import { hasTooFewHealthy } from '../health/minimum-healthy-targets.ts';
import { locateTarget, type RegisteredTarget, usableTargets } from '../health/registered-targets.ts';
import { isRegistered, targetGroupUse } from '../health/target-use.ts';
import type { Region } from '../region.ts';
import { isCrossZone } from './cross-zone.ts';

/** A target group that a load balancer uses, with what its nodes' zones are judged by. */
export interface JudgedGroup {
  readonly targetGroup: TargetGroup;
  readonly registered: readonly RegisteredTarget[];
  readonly crossZone: boolean;
}

/** The groups that a load balancer's listeners forward to. */
export function judgedGroups(region: Region, loadBalancer: LoadBalancer, now: number): JudgedGroup[] {
  return [...region.elbv2.targetGroups.values()].flatMap((targetGroup) => {
    const use = targetGroupUse(region, targetGroup.arn);
    if (use?.loadBalancer !== loadBalancer) return [];
    const registered = [...targetGroup.targets.values()]
      .filter((target) => isRegistered(target, now))
      .map((target) => locateTarget(region, targetGroup, use, target))
      .filter((located) => located !== undefined);
    return [{ targetGroup, registered, crossZone: isCrossZone(loadBalancer, targetGroup) }];
  });
}

/** The zones in which every one of these groups has enough healthy targets (NLB-RT-15). */
export function healthyZones(
  { zones }: LoadBalancer,
  groups: readonly JudgedGroup[],
): readonly LoadBalancerZone[] {
  return zones.filter(({ availabilityZone }) =>
    groups.every((group) => isHealthyIn(group, availabilityZone)),
  );
}

function isHealthyIn({ targetGroup, registered, crossZone }: JudgedGroup, availabilityZone: string): boolean {
  const usable = usableTargets(registered, availabilityZone, crossZone);
  const healthy = usable.filter(
    ({ target }) => target.health.get(availabilityZone)?.verdict === 'healthy',
  ).length;
  return !hasTooFewHealthy(targetGroup, 'dns_failover', healthy, usable.length);
}
