import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { targetGroupsOf } from './associations.ts';
import type { LoadBalancer, Target, TargetGroup } from './state.ts';

/** NLB-LB-26: per target group. */
const MAX_TARGETS_OF_GROUP = 1000;
/** NLB-LB-26: per NLB. */
export const MAX_TARGETS_OF_LOAD_BALANCER = 3000;
/** NLB-LB-26: per zone of an NLB; with cross-zone load balancing in all its zones together. */
export const MAX_TARGETS_OF_ZONE = 500;

/** A target group and the targets that it would have. */
export interface TargetSet {
  readonly targetGroup: TargetGroup;
  readonly targets: readonly Target[];
}

/**
 * Throws TooManyTargets where an NLB would have more targets than it may (NLB-TA-19). A target in N groups counts N
 * times. Whether draining ones count, and what becomes of an NLB that is over the limit when cross-zone load
 * balancing is turned on, is unsure: they do, and it stays. So are the texts.
 */
export function checkTargetsOfLoadBalancer(
  region: Region,
  loadBalancer: LoadBalancer,
  changed: readonly TargetSet[],
): void {
  if (loadBalancer.type !== 'network') return;
  const sets = new Map(
    targetGroupsOf(region, loadBalancer.arn).map((group) => [group.arn, [...group.targets.values()]]),
  );
  for (const { targetGroup, targets } of changed) sets.set(targetGroup.arn, [...targets]);
  const all = [...sets.values()].flat();
  const isCrossZone = loadBalancer.attributes.get('load_balancing.cross_zone.enabled') === 'true';
  const most = isCrossZone ? MAX_TARGETS_OF_ZONE : MAX_TARGETS_OF_LOAD_BALANCER;
  if (all.length > most) throw tooManyTargets(`load balancer '${loadBalancer.arn}'`, most);
  const byZone = new Map<string | undefined, number>();
  for (const { availabilityZone } of all)
    byZone.set(availabilityZone, (byZone.get(availabilityZone) ?? 0) + 1);
  for (const { availabilityZone } of loadBalancer.zones)
    if ((byZone.get(availabilityZone) ?? 0) > MAX_TARGETS_OF_ZONE)
      throw tooManyTargets(
        `load balancer '${loadBalancer.arn}' in Availability Zone '${availabilityZone}'`,
        MAX_TARGETS_OF_ZONE,
      );
}

/** Throws TooManyTargets where a group would have more targets than it may; the text is unsure. */
export function checkTargetsOfGroup({ targetGroup, targets }: TargetSet): void {
  if (targets.length > MAX_TARGETS_OF_GROUP)
    throw tooManyTargets(`target group '${targetGroup.arn}'`, MAX_TARGETS_OF_GROUP);
}

function tooManyTargets(where: string, most: number): AwsError {
  return new AwsError(
    'TooManyTargets',
    `The maximum number of targets has been reached on ${where}: '${most}'`,
  );
}
