import { associateAddress } from '../ec2/addresses.ts';
import { createNetworkInterface, releaseServiceInterface } from '../ec2/network-interfaces.ts';
import type { Region } from '../region.ts';
import { loadBalancerPath } from './arns.ts';
import type { ResolvedMapping } from './load-balancer-subnets.ts';
import type { LoadBalancer, LoadBalancerZone } from './state.ts';

/** Makes the network interface of an enabled zone (NLB-LB-13). The mapping has been checked. */
export function enableZone(
  region: Region,
  { arn, type }: Pick<LoadBalancer, 'arn' | 'type'>,
  { subnet, allocationId, privateIpv4Address }: ResolvedMapping,
  securityGroupIds: readonly string[],
): LoadBalancerZone {
  const { networkInterfaceId, privateIpAddress } = createNetworkInterface(region, {
    subnetId: subnet.subnetId,
    privateIpAddress: privateIpv4Address,
    securityGroupIds,
    description: `ELB ${loadBalancerPath(arn)}`,
    interfaceType: type === 'network' ? 'network_load_balancer' : 'interface',
    requesterManaged: true,
  });
  if (allocationId !== undefined)
    associateAddress(region, { allocationId, networkInterfaceId, allowReassociation: false });
  return {
    availabilityZone: subnet.availabilityZone,
    subnetId: subnet.subnetId,
    networkInterfaceId,
    privateIpv4Address: privateIpAddress,
    isPrivateAddressChosen: privateIpv4Address !== undefined,
    allocationId,
    publicIp: allocationId === undefined ? undefined : region.ec2.addresses.get(allocationId)?.publicIp,
  };
}

/** Lets go of a zone's network interface and sets its Elastic IP address free (NLB-LB-21, NLB-TM-07). */
export function disableZone(region: Region, { networkInterfaceId }: LoadBalancerZone, now: number): void {
  releaseServiceInterface(region, networkInterfaceId, now);
}
