import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { disassociateInterface } from './address-association.ts';
import { requireResource } from './lookup.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import { choosePrivateAddress, freeAddressCount } from './private-addresses.ts';
import { newResourceId } from './resource-id.ts';
import { assertGroupsForInterface } from './security-group-lookup.ts';
import type { Ec2State, NetworkInterface, Subnet, Tags } from './state.ts';
import { assertTags } from './tags.ts';

export { freeAddressCount };

export interface NetworkInterfaceSpec {
  readonly subnetId: string;
  /** The subnet's lowest free address when undefined. */
  readonly privateIpAddress?: string | undefined;
  /** May be empty: a load balancer without security groups has interfaces without. */
  readonly securityGroupIds: readonly string[];
  readonly description: string;
  readonly interfaceType: NetworkInterface['interfaceType'];
  readonly requesterManaged: boolean;
  readonly tags?: Tags | undefined;
}

/**
 * Makes a network interface with a private address of its subnet.
 *
 * Throws EC2's errors: `InvalidSubnetID.NotFound`, `InvalidGroup.NotFound`, `InvalidIPAddress.InUse`,
 * `InsufficientFreeAddressesInSubnet` and their like; then nothing has changed.
 */
export function createNetworkInterface(region: Region, spec: NetworkInterfaceSpec): NetworkInterface {
  const state = region.ec2;
  const subnet = requireResource(state.subnets, 'subnet', spec.subnetId);
  assertGroupsForInterface(state, spec.securityGroupIds, subnet);
  assertTags(spec.tags ?? new Map());
  const privateIpAddress = choosePrivateAddress(state, subnet, spec.privateIpAddress);
  return addNetworkInterface(region, subnet, { ...spec, privateIpAddress });
}

/** Makes a network interface of what has been checked: an address that is free, groups and tags that may be. */
export function addNetworkInterface(
  region: Region,
  subnet: Subnet,
  spec: Omit<NetworkInterfaceSpec, 'subnetId'> & { readonly privateIpAddress: string },
): NetworkInterface {
  const networkInterface: NetworkInterface = {
    privateIpAddress: spec.privateIpAddress,
    networkInterfaceId: newResourceId(region.random, 'eni'),
    vpcId: subnet.vpcId,
    subnetId: subnet.subnetId,
    availabilityZone: subnet.availabilityZone,
    interfaceType: spec.interfaceType,
    description: spec.description,
    requesterManaged: spec.requesterManaged,
    securityGroupIds: [...new Set(spec.securityGroupIds)],
    attachedInstanceId: undefined,
    deviceIndex: 0,
    deleteOnTermination: false,
    sourceDestCheck: spec.interfaceType === 'interface',
    lingersUntil: undefined,
    publicIp: undefined,
    tags: new Map(spec.tags),
  };
  region.ec2.networkInterfaces.set(networkInterface.networkInterfaceId, networkInterface);
  return networkInterface;
}

/**
 * Removes an interface with its address associations, for the service that made it (an instance's end, a load
 * balancer's end). Throws `InvalidNetworkInterfaceID.NotFound`.
 */
export function deleteNetworkInterface(state: Ec2State, networkInterfaceId: string): void {
  requireResource(state.networkInterfaces, 'network-interface', networkInterfaceId);
  disassociateInterface(state, networkInterfaceId);
  state.networkInterfaces.delete(networkInterfaceId);
}

/**
 * Removes an interface for its owner, which must not be in use: not attached, and not a service's own. Throws
 * what {@link deleteNetworkInterface} throws, and `InvalidParameterValue`.
 */
export function deleteUnusedNetworkInterface(state: Ec2State, networkInterfaceId: string): void {
  const networkInterface = requireResource(state.networkInterfaces, 'network-interface', networkInterfaceId);
  if (networkInterface.requesterManaged || networkInterface.attachedInstanceId !== undefined)
    throw invalidParameterValue(`Network interface '${networkInterfaceId}' is currently in use.`);
  deleteNetworkInterface(state, networkInterfaceId);
}

/**
 * Removes the interface of a load balancer that lets go of it: at once or, as users see it on AWS, a little later
 * (NLB-TM-07). Until then its subnet and its security groups cannot be deleted.
 */
export function releaseServiceInterface(region: Region, networkInterfaceId: string, now: number): void {
  const { interfaceLingerMs } = region.timings;
  if (interfaceLingerMs === 0) {
    deleteNetworkInterface(region.ec2, networkInterfaceId);
    return;
  }
  disassociateInterface(region.ec2, networkInterfaceId);
  requireResource(region.ec2.networkInterfaces, 'network-interface', networkInterfaceId).lingersUntil =
    now + interfaceLingerMs;
}

/** Removes the interfaces whose lingering is over. */
export function tickNetworkInterfaces(state: Ec2State, now: number): void {
  for (const { lingersUntil, networkInterfaceId } of [...state.networkInterfaces.values()])
    if (lingersUntil !== undefined && lingersUntil <= now) deleteNetworkInterface(state, networkInterfaceId);
}

/** When {@link tickNetworkInterfaces} next has something to do; undefined when no interface lingers. */
export function nextInterfaceDeadline(state: Ec2State): number | undefined {
  let deadline: number | undefined;
  for (const { lingersUntil } of state.networkInterfaces.values())
    if (lingersUntil !== undefined && (deadline === undefined || lingersUntil < deadline))
      deadline = lingersUntil;
  return deadline;
}

/**
 * Puts other security groups on an interface, for its owner, who leaves at least one. Throws `AuthFailure` for a
 * load balancer's interface: its groups are set through the load balancer.
 */
export function modifyInterfaceGroups(
  state: Ec2State,
  networkInterfaceId: string,
  securityGroupIds: readonly string[],
): void {
  const networkInterface = requireOwnInterface(state, networkInterfaceId);
  if (securityGroupIds.length === 0)
    throw invalidParameterValue('You must specify at least one security group for the network interface.');
  assertGroupsForInterface(state, securityGroupIds, networkInterface);
  networkInterface.securityGroupIds = [...new Set(securityGroupIds)];
}

/** An interface that its owner may change. Throws `AuthFailure` for a load balancer's. */
export function requireOwnInterface(state: Ec2State, networkInterfaceId: string): NetworkInterface {
  const networkInterface = requireResource(state.networkInterfaces, 'network-interface', networkInterfaceId);
  if (networkInterface.requesterManaged)
    throw new AwsError('AuthFailure', 'You do not have permission to access the specified resource.');
  return networkInterface;
}
