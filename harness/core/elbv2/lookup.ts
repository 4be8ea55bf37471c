import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { checkArn } from './arns.ts';
import type { Listener, LoadBalancer, TargetGroup } from './state.ts';

/** LoadBalancerNotFound, as every operation answers it. */
export function loadBalancerNotFound(): AwsError {
  return new AwsError('LoadBalancerNotFound', 'One or more load balancers not found');
}

/** TargetGroupNotFound, as every operation answers it. */
export function targetGroupNotFound(): AwsError {
  return new AwsError('TargetGroupNotFound', 'One or more target groups not found');
}

/** ListenerNotFound, as every operation answers it. */
export function listenerNotFound(): AwsError {
  return new AwsError('ListenerNotFound', 'One or more listeners not found');
}

/** The load balancer of that ARN; throws ValidationError for a malformed ARN, LoadBalancerNotFound for a missing one. */
export function getLoadBalancer(region: Region, arn: string): LoadBalancer {
  checkArn(arn, 'loadbalancer');
  const loadBalancer = region.elbv2.loadBalancers.get(arn);
  if (!loadBalancer) throw loadBalancerNotFound();
  return loadBalancer;
}

/** The target group of that ARN; throws ValidationError for a malformed ARN, TargetGroupNotFound for a missing one. */
export function getTargetGroup(region: Region, arn: string): TargetGroup {
  checkArn(arn, 'targetgroup');
  const targetGroup = region.elbv2.targetGroups.get(arn);
  if (!targetGroup) throw targetGroupNotFound();
  return targetGroup;
}

/** The listener of that ARN; throws ValidationError for a malformed ARN, ListenerNotFound for a missing one. */
export function getListener(region: Region, arn: string): Listener {
  checkArn(arn, 'listener');
  const listener = region.elbv2.listeners.get(arn);
  if (!listener) throw listenerNotFound();
  return listener;
}
