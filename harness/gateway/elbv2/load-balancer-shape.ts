import type {
  AvailabilityZone,
  LoadBalancerAddress,
  LoadBalancer as LoadBalancerShape,
  SubnetMapping as SubnetMappingShape,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireMember } from '../../core/elbv2/constraints.ts';
import type { SubnetMapping } from '../../core/elbv2/load-balancer-subnets.ts';
import type { LoadBalancer, LoadBalancerZone } from '../../core/elbv2/state.ts';

/** A load balancer as DescribeLoadBalancers shows it. An NLB without groups has no SecurityGroups (NLB-SG-02). */
export function loadBalancerShape(loadBalancer: LoadBalancer): LoadBalancerShape {
  const { securityGroupIds, enforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforce } = loadBalancer;
  return {
    LoadBalancerArn: loadBalancer.arn,
    DNSName: loadBalancer.dnsName,
    CanonicalHostedZoneId: loadBalancer.canonicalHostedZoneId,
    CreatedTime: new Date(loadBalancer.createdAt),
    LoadBalancerName: loadBalancer.name,
    Scheme: loadBalancer.scheme,
    VpcId: loadBalancer.vpcId,
    State: { Code: loadBalancer.state },
    Type: loadBalancer.type,
    AvailabilityZones: availabilityZoneShapes(loadBalancer.zones),
    ...(securityGroupIds.length > 0 && { SecurityGroups: [...securityGroupIds] }),
    IpAddressType: loadBalancer.ipAddressType,
    ...(enforce && { EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: enforce }),
    ...(loadBalancer.type === 'network' && { EnablePrefixForIpv6SourceNat: 'off' as const }),
  };
}

/** The enabled zones. */
export function availabilityZoneShapes(zones: readonly LoadBalancerZone[]): AvailabilityZone[] {
  return zones.map((zone) => ({
    ZoneName: zone.availabilityZone,
    SubnetId: zone.subnetId,
    LoadBalancerAddresses: addressShapes(zone),
  }));
}

/** An address is shown where the caller chose it, and not where AWS did. */
function addressShapes(zone: LoadBalancerZone): LoadBalancerAddress[] {
  if (zone.allocationId !== undefined) return [{ IpAddress: zone.publicIp, AllocationId: zone.allocationId }];
  return zone.isPrivateAddressChosen ? [{ PrivateIPv4Address: zone.privateIpv4Address }] : [];
}

/** Subnet mappings as the SDK writes them. */
export function subnetMappings(
  shapes: readonly SubnetMappingShape[] | undefined,
): SubnetMapping[] | undefined {
  return shapes?.map((shape) => ({
    subnetId: requireMember(shape.SubnetId, 'subnetId'),
    allocationId: shape.AllocationId,
    privateIpv4Address: shape.PrivateIPv4Address,
    ipv6Address: shape.IPv6Address ?? shape.SourceNatIpv6Prefix,
  }));
}
