import { validationError } from '../aws-error.ts';
import { cidrContains, isIpv4 } from '../network/ipv4.ts';
import type { Region } from '../region.ts';
import { notEmulated } from './not-emulated.ts';
import type { TargetDescription } from './register-targets.ts';
import type { TargetGroup } from './state.ts';

/** RFC 1918 and RFC 6598 (NLB-TA-03). */
const PRIVATE_NETWORKS = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

/**
 * The zone of an address: its subnet's, or, outside the VPC, the one that the caller must name (NLB-TA-04).
 * Throws a ValidationError for an address that cannot be a target (NLB-TA-03) and for a zone that does not fit.
 */
export function zoneOfIpTarget(
  region: Region,
  { vpcId, ipAddressType }: TargetGroup,
  { id, availabilityZone }: TargetDescription,
): string {
  if (ipAddressType === 'ipv6') throw notEmulated('IPv6 targets');
  // The text is unsure.
  if (!isIpv4(id)) throw validationError(`The IP address '${id}' is not a valid IPv4 address`);
  const detected = zoneOfSubnetWith(region, vpcId, id);
  if (detected !== undefined) {
    if (availabilityZone === undefined || availabilityZone === detected) return detected;
    throw validationError(
      `The IP address '${id}' is within the VPC, and cannot have its Availability Zone overridden to '${availabilityZone}' from '${detected}'`,
    );
  }
  if (!PRIVATE_NETWORKS.some((network) => cidrContains(network, id)))
    throw validationError(
      `The IP address '${id}' is not allowed, as it must be an address from a VPC subnet, RFC1918, or RFC6598`,
    );
  return zoneOutsideVpc(region, id, availabilityZone);
}

function zoneOutsideVpc(region: Region, id: string, availabilityZone: string | undefined): string {
  if (availabilityZone === undefined)
    throw validationError(
      `The Availability Zone is required for IP address '${id}' because it is not in the VPC`,
    );
  const isZone = region.ec2.availabilityZones.some(({ zoneName }) => zoneName === availabilityZone);
  if (availabilityZone !== 'all' && !isZone)
    throw validationError(
      `You must specify a valid Availability Zone or select 'all' for all enabled Availability zones, since the IP address '${id}' is outside the VPC`,
    );
  return availabilityZone;
}

function zoneOfSubnetWith(region: Region, vpcId: string, address: string): string | undefined {
  return [...region.ec2.subnets.values()].find(
    (subnet) => subnet.vpcId === vpcId && cidrContains(subnet.cidrBlock, address),
  )?.availabilityZone;
}
