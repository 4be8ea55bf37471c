import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { checkArn } from './arns.ts';
import { listenersOf } from './associations.ts';
import { isDeletionProtected } from './attribute-readers.ts';
import { disableZone } from './load-balancer-zones.ts';

/**
 * DeleteLoadBalancer: the load balancer with its listeners and interfaces; target groups and targets stay. One
 * that is not there is no error (NLB-LB-18). Throws ValidationError, OperationNotPermitted (NLB-LB-17).
 */
export function deleteLoadBalancer(region: Region, loadBalancerArn: string, now: number): void {
  checkArn(loadBalancerArn, 'loadbalancer');
  const loadBalancer = region.elbv2.loadBalancers.get(loadBalancerArn);
  if (!loadBalancer) return;
  if (isDeletionProtected(loadBalancer))
    throw new AwsError(
      'OperationNotPermitted',
      `Load balancer '${loadBalancerArn}' cannot be deleted because deletion protection is enabled`,
    );
  for (const { arn } of listenersOf(region, loadBalancerArn)) region.elbv2.listeners.delete(arn);
  for (const zone of loadBalancer.zones) disableZone(region, zone, now);
  region.elbv2.loadBalancers.delete(loadBalancerArn);
}
