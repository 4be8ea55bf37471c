import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { checkIpAddressType } from './ip-address-types.ts';
import { checkAddresses, isAddressTaken } from './load-balancer-addresses.ts';
import { type ResolvedMapping, resolveSubnets, type SubnetsInput } from './load-balancer-subnets.ts';
import { disableZone, enableZone } from './load-balancer-zones.ts';
import { getLoadBalancer } from './lookup.ts';
import type { LoadBalancer } from './state.ts';

/** What SetSubnets is given. */
export interface SetSubnetsInput extends SubnetsInput {
  readonly loadBalancerArn: string;
  readonly ipAddressType: string | undefined;
  readonly enablePrefixForIpv6SourceNat: string | undefined;
}

/**
 * SetSubnets: enables exactly these zones; a zone that stays keeps its node (NLB-LB-19, NLB-LB-21). Throws
 * LoadBalancerNotFound and the errors of subnets and addresses.
 */
export function setSubnets(region: Region, input: SetSubnetsInput, now: number): LoadBalancer {
  const loadBalancer = getLoadBalancer(region, input.loadBalancerArn);
  const mappings = resolveSubnets(region, loadBalancer.type, input);
  checkIpAddressType(loadBalancer.type, input.ipAddressType, input.enablePrefixForIpv6SourceNat);
  checkVpc(loadBalancer, mappings);
  for (const mapping of mappings) checkZoneChange(loadBalancer, mapping);
  const added = mappings.filter(({ subnetId }) => !zoneOfSubnet(loadBalancer, subnetId));
  checkAddresses(region, loadBalancer, added);
  const taken = added.find((mapping) => isAddressTaken(region, mapping));
  // The text is unsure.
  if (taken)
    throw validationError(`The private IPv4 address '${taken.privateIpv4Address}' is already in use`);

  const kept = new Set(mappings.map(({ subnetId }) => subnetId));
  for (const zone of loadBalancer.zones) if (!kept.has(zone.subnetId)) disableZone(region, zone, now);
  loadBalancer.zones = mappings.map(
    (mapping) =>
      zoneOfSubnet(loadBalancer, mapping.subnetId) ??
      enableZone(region, loadBalancer, mapping, loadBalancer.securityGroupIds),
  );
  return loadBalancer;
}

function zoneOfSubnet({ zones }: LoadBalancer, subnetId: string) {
  return zones.find((zone) => zone.subnetId === subnetId);
}

/** The text is unsure. */
function checkVpc({ vpcId }: LoadBalancer, mappings: readonly ResolvedMapping[]): void {
  const foreign = mappings.find(({ subnet }) => subnet.vpcId !== vpcId);
  if (foreign)
    throw new AwsError(
      'InvalidSubnet',
      `The subnet '${foreign.subnetId}' is not in the VPC of the load balancer, '${vpcId}'`,
    );
}

/** NLB-LB-20 for another subnet of an enabled zone (code unsure); another address for an enabled subnet is unsure too. */
function checkZoneChange({ type, zones }: LoadBalancer, mapping: ResolvedMapping): void {
  const { subnet, subnetId, allocationId, privateIpv4Address } = mapping;
  const zone = zones.find(({ availabilityZone }) => availabilityZone === subnet.availabilityZone);
  if (!zone || type !== 'network') return;
  if (zone.subnetId !== subnetId)
    throw validationError(
      'You cannot specify an additional subnet from an Availability Zone that is already associated with the load balancer. ' +
        `The Availability Zone '${zone.availabilityZone}' corresponding to the new subnet '${subnetId}' is already associated with the load balancer.`,
    );
  if (
    ![zone.allocationId, undefined].includes(allocationId) ||
    ![zone.privateIpv4Address, undefined].includes(privateIpv4Address)
  )
    throw validationError(`The addresses of the load balancer in subnet '${subnetId}' cannot be changed`);
}
