import { AwsError } from '../aws-error.ts';
import { ipv4FromNumber, ipv4ToNumber, isIpv4 } from '../network/ipv4.ts';
import type { Random } from '../random.ts';
import { parseCidrBlock } from './cidr-block.ts';
import { requireResource } from './lookup.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import type { Ec2State, Subnet } from './state.ts';

/** The network address, the router, DNS, and one for later use: nobody gets these. */
const RESERVED_AT_START = 4;
/** The broadcast address. */
const RESERVED_AT_END = 1;

/**
 * The first free address of a subnet, or the requested one if it is free. AWS picks at random; here the same
 * calls give the same addresses.
 *
 * Throws `InsufficientFreeAddressesInSubnet`, `InvalidIPAddress.InUse`, `InvalidParameterValue`.
 */
export function choosePrivateAddress(state: Ec2State, subnet: Subnet, requested: string | undefined): string {
  if (requested === undefined) return privateAddresses(state, subnet)();
  assertAddressOf(subnet, requested);
  if (usedAddresses(state, subnet.subnetId).has(requested))
    throw new AwsError('InvalidIPAddress.InUse', `Address ${requested} is in use.`);
  return requested;
}

/**
 * Gives one free address of a subnet after the other, lowest or highest first as the state has it, for as long as
 * nobody else takes one: who needs many looks over the subnet once. Throws `InsufficientFreeAddressesInSubnet`.
 */
export function privateAddresses(state: Ec2State, subnet: Subnet): () => string {
  const used = usedAddresses(state, subnet.subnetId);
  const { first, last } = assignableRange(subnet);
  const step = state.givesHighestAddressFirst ? -1 : 1;
  let next = step === 1 ? first : last;
  return () => {
    for (; next >= first && next <= last; next += step) {
      const address = ipv4FromNumber(next);
      if (used.has(address)) continue;
      next += step;
      return address;
    }
    throw insufficientFreeAddresses(subnet.subnetId);
  };
}

/**
 * Any free address of a subnet: where it is not taken at once, others who choose meanwhile rarely choose the same. Throws
 * `InsufficientFreeAddressesInSubnet`.
 */
export function anyPrivateAddress(state: Ec2State, subnet: Subnet, random: Random): string {
  const used = usedAddresses(state, subnet.subnetId);
  const { first, last } = assignableRange(subnet);
  const count = last - first + 1;
  const start = random.next() % count;
  for (let step = 0; step < count; step++) {
    const address = ipv4FromNumber(first + ((start + step) % count));
    if (!used.has(address)) return address;
  }
  throw insufficientFreeAddresses(subnet.subnetId);
}

/** How many more network interfaces fit into a subnet. Throws `InvalidSubnetID.NotFound`. */
export function freeAddressCount(state: Ec2State, subnetId: string): number {
  const { first, last } = assignableRange(requireResource(state.subnets, 'subnet', subnetId));
  return last - first + 1 - usedAddresses(state, subnetId).size;
}

/** EC2's answer for a subnet that is full; the text is that of RunInstances. */
export function insufficientFreeAddresses(subnetId: string): AwsError {
  return new AwsError(
    'InsufficientFreeAddressesInSubnet',
    `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of instances.`,
  );
}

function assertAddressOf(subnet: Subnet, address: string): void {
  if (!isIpv4(address))
    throw invalidParameterValue(`Value (${address}) for parameter privateIpAddress is invalid.`);
  const number = ipv4ToNumber(address);
  const block = parseCidrBlock(subnet.cidrBlock);
  if (number < block.first || number > block.last)
    throw invalidParameterValue("Address does not fall within the subnet's address range");
  const { first, last } = assignableRange(subnet);
  if (number < first || number > last)
    throw invalidParameterValue("Address is in subnet's reserved address range");
}

function assignableRange(subnet: Subnet): { first: number; last: number } {
  const { first, last } = parseCidrBlock(subnet.cidrBlock);
  return { first: first + RESERVED_AT_START, last: last - RESERVED_AT_END };
}

function usedAddresses(state: Ec2State, subnetId: string): Set<string> {
  const used = new Set<string>();
  for (const networkInterface of state.networkInterfaces.values())
    if (networkInterface.subnetId === subnetId) used.add(networkInterface.privateIpAddress);
  return used;
}
