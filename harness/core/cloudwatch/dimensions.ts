import { loadBalancerPath } from '../elbv2/arns.ts';
import type { LoadBalancer } from '../elbv2/state.ts';
import type { Dimension } from './metric.ts';

/** `net/<name>/<16 hex>`, the tail of the ARN (NLB-CW-07). */
export function loadBalancerDimension({ arn }: Pick<LoadBalancer, 'arn'>): Dimension {
  return { name: 'LoadBalancer', value: loadBalancerPath(arn) };
}

/** `targetgroup/<name>/<16 hex>`, the tail of the ARN (NLB-CW-07). */
export function targetGroupDimension(targetGroupArn: string): Dimension {
  return { name: 'TargetGroup', value: targetGroupArn.slice(targetGroupArn.lastIndexOf(':') + 1) };
}

export function zoneDimension(availabilityZone: string): Dimension {
  return { name: 'AvailabilityZone', value: availabilityZone };
}
