import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { disassociateInterface, setPublicIp } from './address-association.ts';
import { internetGatewayOf } from './internet-gateways.ts';
import { notFound, requireResource } from './lookup.ts';
import { choosePublicAddress } from './public-addresses.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, ElasticIpAddress, Tags } from './state.ts';
import { assertTags } from './tags.ts';

/** Allocates an Elastic IP address. The quota of 5 that new accounts have is not copied. */
export function allocateAddress(region: Region, tags: Tags): ElasticIpAddress {
  assertTags(tags);
  const address: ElasticIpAddress = {
    publicIp: choosePublicAddress(region.ec2),
    allocationId: newResourceId(region.random, 'eipalloc'),
    associationId: undefined,
    networkInterfaceId: undefined,
    tags: new Map(tags),
  };
  region.ec2.addresses.set(address.allocationId, address);
  return address;
}

/** Gives an Elastic IP address back. Throws `InvalidAllocationID.NotFound`, `InvalidIPAddress.InUse`. */
export function releaseAddress(state: Ec2State, allocationId: string): void {
  const address = requireResource(state.addresses, 'allocation', allocationId);
  if (address.associationId !== undefined)
    throw new AwsError('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
  state.addresses.delete(allocationId);
}

export interface AddressAssociation {
  readonly allocationId: string;
  readonly networkInterfaceId: string;
  /** Whether the address, or the interface's present one, may be taken from where it is. */
  readonly allowReassociation: boolean;
}

/**
 * Makes an Elastic IP address lead to an interface; returns the association's id. Throws the NotFound errors
 * `Resource.AlreadyAssociated`, and `Gateway.NotAttached` in a VPC without an internet gateway.
 */
export function associateAddress(region: Region, association: AddressAssociation): string {
  const { allocationId, networkInterfaceId, allowReassociation } = association;
  const state = region.ec2;
  const address = requireResource(state.addresses, 'allocation', allocationId);
  const networkInterface = requireResource(state.networkInterfaces, 'network-interface', networkInterfaceId);
  if (!internetGatewayOf(state, networkInterface.vpcId)) {
    throw new AwsError(
      'Gateway.NotAttached',
      `Network ${networkInterface.vpcId} is not attached to any internet gateway`,
    );
  }
  if (address.networkInterfaceId === networkInterfaceId && address.associationId !== undefined)
    return address.associationId;
  if (!allowReassociation) {
    const present = [...state.addresses.values()].find(
      (other) => other.networkInterfaceId === networkInterfaceId,
    );
    if (address.associationId !== undefined) throw alreadyAssociated(allocationId, address.associationId);
    if (present?.associationId !== undefined)
      throw alreadyAssociated(networkInterfaceId, present.associationId);
  }
  if (address.networkInterfaceId !== undefined) disassociateInterface(state, address.networkInterfaceId);
  disassociateInterface(state, networkInterfaceId);
  address.networkInterfaceId = networkInterfaceId;
  address.associationId = newResourceId(region.random, 'eipassoc');
  setPublicIp(state, networkInterface, address.publicIp);
  return address.associationId;
}

/**
 * Ends an association. Throws `InvalidAssociationID.NotFound`, and `AuthFailure` where the interface is a
 * load balancer's: only its service may.
 */
export function disassociateAddress(state: Ec2State, associationId: string): void {
  const address = [...state.addresses.values()].find(
    (candidate) => candidate.associationId === associationId,
  );
  if (address?.networkInterfaceId === undefined) throw notFound('association', [associationId]);
  if (state.networkInterfaces.get(address.networkInterfaceId)?.requesterManaged)
    throw new AwsError('AuthFailure', 'You do not have permission to access the specified resource.');
  disassociateInterface(state, address.networkInterfaceId);
}

function alreadyAssociated(resourceId: string, associationId: string): AwsError {
  return new AwsError(
    'Resource.AlreadyAssociated',
    `resource ${resourceId} is already associated with associate-id ${associationId}`,
  );
}
