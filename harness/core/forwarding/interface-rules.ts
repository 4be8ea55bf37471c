import type { Region } from '../region.ts';
import type { TrafficRule } from './routes.ts';
import { trafficRules } from './traffic-rules.ts';

/** What a network interface lets in and out. Plain JSON. */
export interface InterfaceRules {
  readonly address: string;
  readonly inbound: readonly TrafficRule[];
  readonly outbound: readonly TrafficRule[];
}

/**
 * The security groups of every network interface that has any, for the traffic that passes no load balancer, and for
 * what comes to a load balancer. (What it forwards is judged with its routes.) An interface without groups, as that
 * of a load balancer may be, is not filtered (NLB-SG-08).
 */
export function interfaceRules(region: Region): InterfaceRules[] {
  return [...region.ec2.networkInterfaces.values()]
    .filter(({ securityGroupIds }) => securityGroupIds.length > 0)
    .map(({ privateIpAddress, securityGroupIds }) => ({
      address: privateIpAddress,
      inbound: trafficRules(region, securityGroupIds, false),
      outbound: trafficRules(region, securityGroupIds, true),
    }));
}
