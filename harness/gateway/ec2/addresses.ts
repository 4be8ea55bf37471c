import type {
  AllocateAddressCommandInput,
  AllocateAddressCommandOutput,
  AssociateAddressCommandInput,
  AssociateAddressCommandOutput,
  DescribeAddressesAttributeCommandInput,
  DescribeAddressesAttributeCommandOutput,
  DescribeAddressesCommandInput,
  DescribeAddressesCommandOutput,
  DisassociateAddressCommandInput,
  DisassociateAddressCommandOutput,
  ReleaseAddressCommandInput,
  ReleaseAddressCommandOutput,
  Address as SdkAddress,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import * as core from '../../core/ec2/addresses.ts';
import type { FilterFields } from '../../core/ec2/filters.ts';
import { requireResource, requireResources } from '../../core/ec2/lookup.ts';
import { requireOwnInterface } from '../../core/ec2/network-interfaces.ts';
import { invalidParameterCombination, missingParameter } from '../../core/ec2/parameter-errors.ts';
import type { Ec2State, ElasticIpAddress, NetworkInterface } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';
import { specifiedTags, toSdkTags } from './tags-shape.ts';

export const allocateAddress: Ec2Operation<AllocateAddressCommandInput, AllocateAddressCommandOutput> = (
  { region },
  input,
) => {
  const address = core.allocateAddress(region, specifiedTags(input.TagSpecifications, 'elastic-ip'));
  return {
    AllocationId: address.allocationId,
    PublicIp: address.publicIp,
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: region.name,
  };
};

export const releaseAddress: Ec2Operation<ReleaseAddressCommandInput, ReleaseAddressCommandOutput> = (
  { region },
  input,
) => {
  core.releaseAddress(region.ec2, allocationIdOf(region.ec2, input));
  return {};
};

export const associateAddress: Ec2Operation<AssociateAddressCommandInput, AssociateAddressCommandOutput> = (
  { region },
  input,
) => {
  const { ec2 } = region;
  const allocationId = allocationIdOf(ec2, input);
  const networkInterfaceId = networkInterfaceIdOf(ec2, input);
  // unsure: which error AWS has for a load balancer's interface. This one it has for taking its address away.
  const present = ec2.addresses.get(allocationId)?.networkInterfaceId;
  for (const id of [networkInterfaceId, present]) if (id !== undefined) requireOwnInterface(ec2, id);
  const associationId = core.associateAddress(region, {
    allocationId,
    networkInterfaceId,
    allowReassociation: input.AllowReassociation ?? true,
  });
  return { AssociationId: associationId };
};

export const disassociateAddress: Ec2Operation<
  DisassociateAddressCommandInput,
  DisassociateAddressCommandOutput
> = ({ region }, input) => {
  const associationId =
    input.PublicIp === undefined
      ? input.AssociationId
      : addressByPublicIp(region.ec2, input.PublicIp).associationId;
  core.disassociateAddress(region.ec2, required(associationId, 'AssociationId'));
  return {};
};

export const describeAddresses: Ec2Operation<
  DescribeAddressesCommandInput,
  DescribeAddressesCommandOutput
> = (context, input) => {
  const { ec2 } = context.region;
  const publicIps = input.PublicIps ?? [];
  for (const publicIp of publicIps) addressByPublicIp(ec2, publicIp);
  const addresses = requireResources(ec2.addresses, 'allocation', input.AllocationIds).filter(
    ({ publicIp }) => publicIps.length === 0 || publicIps.includes(publicIp),
  );
  // DescribeAddresses has no pages.
  const page = describe(addresses, { Filters: input.Filters }, filterFields(context));
  return { Addresses: page.items.map((address) => toSdkAddress(context, address)) };
};

/** The reverse DNS names: none has one here. */
export const describeAddressesAttribute: Ec2Operation<
  DescribeAddressesAttributeCommandInput,
  DescribeAddressesAttributeCommandOutput
> = ({ region }, input) => {
  const addresses = requireResources(region.ec2.addresses, 'allocation', input.AllocationIds);
  const page = describe(addresses, { MaxResults: input.MaxResults, NextToken: input.NextToken }, {});
  return {
    Addresses: page.items.map(({ allocationId, publicIp }) => ({
      AllocationId: allocationId,
      PublicIp: publicIp,
    })),
    NextToken: page.nextToken,
  };
};

function allocationIdOf(
  state: Ec2State,
  input: { AllocationId?: string | undefined; PublicIp?: string | undefined },
): string {
  if (input.AllocationId !== undefined && input.PublicIp !== undefined)
    throw invalidParameterCombination(
      'You may specify public IP or allocation id, but not both in the same call',
    );
  if (input.PublicIp !== undefined) return addressByPublicIp(state, input.PublicIp).allocationId;
  return required(input.AllocationId, 'AllocationId');
}

function networkInterfaceIdOf(
  state: Ec2State,
  input: { InstanceId?: string | undefined; NetworkInterfaceId?: string | undefined },
): string {
  if (input.NetworkInterfaceId !== undefined) return input.NetworkInterfaceId;
  if (input.InstanceId === undefined) throw missingParameter('InstanceId or NetworkInterfaceId');
  const instance = requireResource(state.instances, 'instance', input.InstanceId);
  if (!state.networkInterfaces.has(instance.networkInterfaceId)) {
    throw new AwsError(
      'InvalidInstanceID',
      `The instance '${input.InstanceId}' is not in a valid state for this operation.`,
    );
  }
  return instance.networkInterfaceId;
}

function addressByPublicIp(state: Ec2State, publicIp: string): ElasticIpAddress {
  const address = [...state.addresses.values()].find((candidate) => candidate.publicIp === publicIp);
  if (!address) throw new AwsError('InvalidAddress.NotFound', `Address '${publicIp}' not found.`);
  return address;
}

function interfaceOf(state: Ec2State, address: ElasticIpAddress): NetworkInterface | undefined {
  return address.networkInterfaceId === undefined
    ? undefined
    : state.networkInterfaces.get(address.networkInterfaceId);
}

function filterFields({ region }: OperationContext): FilterFields<ElasticIpAddress> {
  return {
    'allocation-id': (address) => [address.allocationId],
    'association-id': (address) => [address.associationId],
    'public-ip': (address) => [address.publicIp],
    domain: () => ['vpc'],
    'network-border-group': () => [region.name],
    'network-interface-id': (address) => [address.networkInterfaceId],
    'instance-id': (address) => [interfaceOf(region.ec2, address)?.attachedInstanceId],
    'private-ip-address': (address) => [interfaceOf(region.ec2, address)?.privateIpAddress],
  };
}

function toSdkAddress({ accountId, region }: OperationContext, address: ElasticIpAddress): SdkAddress {
  const networkInterface = interfaceOf(region.ec2, address);
  return {
    AllocationId: address.allocationId,
    PublicIp: address.publicIp,
    Domain: 'vpc',
    PublicIpv4Pool: 'amazon',
    NetworkBorderGroup: region.name,
    AssociationId: address.associationId,
    ...(networkInterface && {
      NetworkInterfaceId: networkInterface.networkInterfaceId,
      NetworkInterfaceOwnerId: accountId,
      PrivateIpAddress: networkInterface.privateIpAddress,
      InstanceId: networkInterface.attachedInstanceId,
    }),
    Tags: toSdkTags(address.tags),
  };
}
