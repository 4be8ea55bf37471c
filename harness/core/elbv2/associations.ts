import type { Region } from '../region.ts';
import type { Listener, LoadBalancer, TargetGroup } from './state.ts';

/** The listeners of a load balancer, in the order of creation. */
export function listenersOf(region: Region, loadBalancerArn: string): Listener[] {
  return [...region.elbv2.listeners.values()].filter(
    (listener) => listener.loadBalancerArn === loadBalancerArn,
  );
}

/** The listeners that forward to a target group, in the order of creation. */
export function listenersOfTargetGroup(region: Region, targetGroupArn: string): Listener[] {
  return [...region.elbv2.listeners.values()].filter((listener) =>
    targetGroupArnsOfListener(listener).includes(targetGroupArn),
  );
}

/** The ARNs that a listener's actions name, each once. */
export function targetGroupArnsOfListener(listener: Pick<Listener, 'defaultActions'>): string[] {
  const arns = listener.defaultActions.flatMap((action) =>
    action.targetGroups.map((targetGroup) => targetGroup.targetGroupArn),
  );
  return [...new Set(arns)];
}

/** The target groups that a load balancer's listeners forward to, each once. */
export function targetGroupsOf(region: Region, loadBalancerArn: string): TargetGroup[] {
  const arns = new Set(listenersOf(region, loadBalancerArn).flatMap(targetGroupArnsOfListener));
  return [...region.elbv2.targetGroups.values()].filter((targetGroup) => arns.has(targetGroup.arn));
}

/** The one load balancer that uses a target group (NLB-LI-13); undefined while no listener forwards to it. */
export function loadBalancerOfTargetGroup(region: Region, targetGroupArn: string): LoadBalancer | undefined {
  const [listener] = listenersOfTargetGroup(region, targetGroupArn);
  return listener && region.elbv2.loadBalancers.get(listener.loadBalancerArn);
}
