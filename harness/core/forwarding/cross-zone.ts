import type { LoadBalancer, TargetGroup } from '../elbv2/state.ts';

/** Whether a node may use targets of other zones: the group's word, else the load balancer's (NLB-RT-14, NLB-TG-19). */
export function isCrossZone(loadBalancer: LoadBalancer, targetGroup: TargetGroup): boolean {
  const ofGroup = targetGroup.attributes.get('load_balancing.cross_zone.enabled');
  if (ofGroup === 'true' || ofGroup === 'false') return ofGroup === 'true';
  return loadBalancer.attributes.get('load_balancing.cross_zone.enabled') === 'true';
}
