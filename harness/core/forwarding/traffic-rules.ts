import type { LoadBalancer, Target, TargetGroup } from '../elbv2/state.ts';
import { targetInterface } from '../health/target-location.ts';
import type { Region } from '../region.ts';
import type { NodeSecurityGroups, TrafficRule } from './routes.ts';

/** What a load balancer's groups let in and out; undefined without groups: then nothing is filtered (NLB-SG-08). */
export function loadBalancerSecurityGroups(
  region: Region,
  { securityGroupIds }: LoadBalancer,
): NodeSecurityGroups | undefined {
  if (securityGroupIds.length === 0) return undefined;
  return {
    ids: securityGroupIds,
    inbound: trafficRules(region, securityGroupIds, false),
    outbound: trafficRules(region, securityGroupIds, true),
  };
}

/** What a target's interface lets in; undefined where the address belongs to nobody in the VPC. */
export function targetInboundRules(
  region: Region,
  targetGroup: TargetGroup,
  target: Target,
): readonly TrafficRule[] | undefined {
  const networkInterface = targetInterface(region, targetGroup, target);
  return networkInterface && trafficRules(region, networkInterface.securityGroupIds, false);
}

/** The rules of some groups, inbound or outbound ones, in one list: each of them can only allow. */
export function trafficRules(region: Region, groupIds: readonly string[], isEgress: boolean): TrafficRule[] {
  return groupIds
    .flatMap((groupId) => [...(region.ec2.securityGroups.get(groupId)?.rules.values() ?? [])])
    .filter((rule) => rule.isEgress === isEgress)
    .map(({ ipProtocol, fromPort, toPort, peer }) => ({
      ipProtocol,
      fromPort,
      toPort,
      peer,
      peerAddresses: peer.kind === 'security-group' ? addressesWithGroup(region, peer.groupId) : [],
    }));
}

function addressesWithGroup(region: Region, groupId: string): string[] {
  return [...region.ec2.networkInterfaces.values()]
    .filter(({ securityGroupIds }) => securityGroupIds.includes(groupId))
    .map(({ privateIpAddress }) => privateIpAddress);
}
