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
 * The security groups of every network interface, for the traffic that passes no load balancer. (What a load
 * balancer forwards is judged with its routes.)
 */
export function interfaceRules(region: Region): InterfaceRules[] {
  return [...region.ec2.networkInterfaces.values()].map(({ privateIpAddress, securityGroupIds }) => ({
    address: privateIpAddress,
    inbound: trafficRules(region, securityGroupIds, false),
    outbound: trafficRules(region, securityGroupIds, true),
  }));
}
