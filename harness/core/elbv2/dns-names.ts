import { arnId } from './arns.ts';
import type { LoadBalancerScheme, LoadBalancerType } from './state.ts';

/** What a load balancer's DNS name is made of. */
export interface DnsNameParts {
  readonly type: LoadBalancerType;
  readonly name: string;
  readonly scheme: LoadBalancerScheme;
  readonly arn: string;
  readonly regionName: string;
}

/** The DNS name; an NLB's differs from an ALB's in form, and has no `internal-` even if it is (NLB-LB-10). */
export function loadBalancerDnsName({ type, name, scheme, arn, regionName }: DnsNameParts): string {
  const suffix = regionName.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  if (type !== 'application') return `${name}-${arnId(arn)}.elb.${regionName}.${suffix}`;
  const prefix = scheme === 'internal' ? 'internal-' : '';
  const digits = Number.parseInt(arnId(arn).slice(0, 8), 16);
  return `${prefix}${name}-${digits}.${regionName}.elb.${suffix}`;
}
