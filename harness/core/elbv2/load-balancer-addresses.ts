import { AwsError, validationError } from '../aws-error.ts';
import { internetGatewayOf } from '../ec2/internet-gateways.ts';
import { freeAddressCount } from '../ec2/network-interfaces.ts';
import { choosePrivateAddress } from '../ec2/private-addresses.ts';
import type { Region } from '../region.ts';
import type { ResolvedMapping } from './load-balancer-subnets.ts';
import type { LoadBalancer } from './state.ts';

/** NLB-LB-08. */
const LEAST_FREE_ADDRESSES = 8;

/**
 * Throws unless the zones can be given the addresses that their mappings ask for (NLB-LB-07, NLB-LB-08):
 * ValidationError, AllocationIdNotFound, ResourceInUse, InvalidSubnet. That a chosen private address is taken
 * is not refused; {@link isAddressTaken}.
 */
export function checkAddresses(
  region: Region,
  { type, scheme }: Pick<LoadBalancer, 'type' | 'scheme'>,
  mappings: readonly ResolvedMapping[],
): void {
  if (scheme === 'internet-facing') checkInternetGateway(region, mappings);
  for (const { allocationId, privateIpv4Address, ipv6Address } of mappings) {
    if (privateIpv4Address !== undefined && scheme !== 'internal')
      throw validationError(
        "You can only specify private IPv4 addresses for Network Load Balancers with scheme 'internal'.",
      );
    // The next three texts are unsure.
    if (allocationId !== undefined && scheme !== 'internet-facing')
      throw validationError(
        "You can only specify Elastic IP addresses for Network Load Balancers with scheme 'internet-facing'.",
      );
    if ((allocationId ?? privateIpv4Address) !== undefined && type !== 'network')
      throw validationError(`You cannot specify addresses for load balancers with type '${type}'`);
    if (ipv6Address !== undefined)
      throw validationError("You can only specify IPv6 addresses when using IpAddressType 'dualstack'.");
  }
  checkAllocations(region, mappings);
  for (const mapping of mappings) {
    if (mapping.privateIpv4Address === undefined) checkFreeAddresses(region, mapping.subnetId);
    else isAddressTaken(region, mapping);
  }
}

/** AWS's code and text, as users report them; no rule of the book says so. */
function checkInternetGateway(region: Region, mappings: readonly ResolvedMapping[]): void {
  const lacking = mappings.find(({ subnet }) => !internetGatewayOf(region.ec2, subnet.vpcId));
  if (lacking) throw new AwsError('InvalidSubnet', `VPC ${lacking.subnet.vpcId} has no internet gateway`);
}

function checkAllocations(region: Region, mappings: readonly ResolvedMapping[]): void {
  const ids = mappings.flatMap(({ allocationId }) => allocationId ?? []);
  const unknown = ids.filter((id) => !region.ec2.addresses.has(id));
  // The text is unsure.
  if (unknown.length > 0)
    throw new AwsError('AllocationIdNotFound', `The allocation IDs '${unknown.join(', ')}' do not exist`);
  const isInUse = ids.some((id) => region.ec2.addresses.get(id)?.associationId !== undefined);
  if (isInUse || new Set(ids).size < ids.length)
    throw new AwsError('ResourceInUse', 'The allocation IDs are not available for use');
}

function checkFreeAddresses(region: Region, subnetId: string): void {
  if (freeAddressCount(region.ec2, subnetId) < LEAST_FREE_ADDRESSES)
    throw new AwsError(
      'InvalidSubnet',
      `Not enough IP space available in ${subnetId}. ELB requires at least ${LEAST_FREE_ADDRESSES} free IP addresses in each subnet.`,
    );
}

/**
 * Whether somebody else has the private address that a mapping asks for. Throws a ValidationError for an address
 * that nobody can have in this subnet; the text is unsure.
 */
export function isAddressTaken(region: Region, { subnet, privateIpv4Address }: ResolvedMapping): boolean {
  if (privateIpv4Address === undefined) return false;
  try {
    choosePrivateAddress(region.ec2, subnet, privateIpv4Address);
    return false;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'InvalidIPAddress.InUse') return true;
    throw validationError(
      `The private IPv4 address '${privateIpv4Address}' cannot be used in subnet '${subnet.subnetId}': ${error.message}`,
    );
  }
}
