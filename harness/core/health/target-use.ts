import type { Listener, LoadBalancer, Target, TargetGroup } from '../elbv2/state.ts';
import type { Region } from '../region.ts';
import { targetAddress, targetInstance, targetZone } from './target-location.ts';

/** A network load balancer with its listeners that forward to a target group. */
export interface TargetGroupUse {
  readonly loadBalancer: LoadBalancer;
  /** In the order of creation; at least one. */
  readonly listeners: readonly [Listener, ...Listener[]];
}

/**
 * Who uses a target group; undefined where nobody does. It can be one load balancer only (NLB-LI-13), and only a
 * network load balancer counts: no other kind has nodes here that could check targets.
 */
export function targetGroupUse(region: Region, targetGroupArn: string): TargetGroupUse | undefined {
  const [first, ...others] = [...region.elbv2.listeners.values()].filter(
    ({ loadBalancerArn, defaultActions }) =>
      region.elbv2.loadBalancers.get(loadBalancerArn)?.type === 'network' &&
      defaultActions.some(({ targetGroups }) =>
        targetGroups.some((weighted) => weighted.targetGroupArn === targetGroupArn),
      ),
  );
  const loadBalancer = first && region.elbv2.loadBalancers.get(first.loadBalancerArn);
  return loadBalancer && { loadBalancer, listeners: [first, ...others] };
}

/** Why a registered target is not part of the game (NLB-TA-08, state `unused`). */
export type UnusedCause =
  | 'group-not-in-use'
  | 'zone-not-enabled'
  | 'instance-stopped'
  | 'instance-terminated'
  | 'address-of-load-balancer';

/**
 * Why a target takes no traffic and no checks although it is registered; undefined where it takes part: the group
 * is used by a listener and the target's zone is enabled (NLB-TA-12), and there is something that could answer.
 */
export function unusedCause(
  region: Region,
  targetGroup: TargetGroup,
  target: Target,
  use: TargetGroupUse | undefined,
): UnusedCause | undefined {
  if (!use) return 'group-not-in-use';
  if (targetGroup.targetType === 'instance') {
    const state = targetInstance(region, targetGroup, target)?.state ?? 'terminated';
    if (state === 'stopped') return 'instance-stopped';
    if (state === 'terminated') return 'instance-terminated';
  } else if (belongsToLoadBalancer(region, targetGroup, target)) return 'address-of-load-balancer';
  const zone = targetZone(region, targetGroup, target);
  const enabled = use.loadBalancer.zones.some(({ availabilityZone }) => availabilityZone === zone);
  return enabled || zone === 'all' ? undefined : 'zone-not-enabled';
}

/** Whether a registration still counts; at the end of its delay it is as good as gone (NLB-TA-16). */
export function isRegistered(target: Target, now: number): boolean {
  return target.drainingUntil === undefined || now < target.drainingUntil;
}

/** NLB-TA-18. */
function belongsToLoadBalancer(region: Region, targetGroup: TargetGroup, target: Target): boolean {
  const address = targetAddress(region, targetGroup, target);
  return [...region.elbv2.loadBalancers.values()].some(
    ({ vpcId, zones }) =>
      vpcId === targetGroup.vpcId && zones.some(({ privateIpv4Address }) => privateIpv4Address === address),
  );
}
