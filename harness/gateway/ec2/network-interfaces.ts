import type {
  CreateNetworkInterfaceCommandInput,
  CreateNetworkInterfaceCommandOutput,
  DeleteNetworkInterfaceCommandInput,
  DeleteNetworkInterfaceCommandOutput,
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import type { FilterFields } from '../../core/ec2/filters.ts';
import { requireResource, requireResources } from '../../core/ec2/lookup.ts';
import * as core from '../../core/ec2/network-interfaces.ts';
import { defaultGroupId } from '../../core/ec2/security-group-lookup.ts';
import type { NetworkInterface } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import { privateDnsName } from './dns-names.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import {
  associationOf,
  attachmentOf,
  macAddressOf,
  statusOf,
  toSdkNetworkInterface,
} from './network-interface-shape.ts';
import { required, text } from './parameters.ts';
import { specifiedTags } from './tags-shape.ts';

export const createNetworkInterface: Ec2Operation<
  CreateNetworkInterfaceCommandInput,
  CreateNetworkInterfaceCommandOutput
> = (context, input) => {
  const { ec2 } = context.region;
  assertOneAddress(input);
  const subnet = requireResource(ec2.subnets, 'subnet', required(input.SubnetId, 'subnetId'));
  const networkInterface = core.createNetworkInterface(context.region, {
    subnetId: subnet.subnetId,
    privateIpAddress:
      input.PrivateIpAddress ?? input.PrivateIpAddresses?.find(({ Primary }) => Primary)?.PrivateIpAddress,
    securityGroupIds: input.Groups?.length ? input.Groups : [defaultGroupId(ec2, subnet.vpcId)],
    description: input.Description ?? '',
    interfaceType: 'interface',
    requesterManaged: false,
    tags: specifiedTags(input.TagSpecifications, 'network-interface'),
  });
  return {
    NetworkInterface: toSdkNetworkInterface(context, networkInterface),
    ClientToken: input.ClientToken,
  };
};

export const deleteNetworkInterface: Ec2Operation<
  DeleteNetworkInterfaceCommandInput,
  DeleteNetworkInterfaceCommandOutput
> = ({ region }, input) => {
  core.deleteUnusedNetworkInterface(region.ec2, required(input.NetworkInterfaceId, 'networkInterfaceId'));
  return {};
};

export const describeNetworkInterfaces: Ec2Operation<
  DescribeNetworkInterfacesCommandInput,
  DescribeNetworkInterfacesCommandOutput
> = (context, input) => {
  const named = requireResources(
    context.region.ec2.networkInterfaces,
    'network-interface',
    input.NetworkInterfaceIds,
  );
  const page = describe(named, input, filterFields(context));
  return {
    NetworkInterfaces: page.items.map((networkInterface) => toSdkNetworkInterface(context, networkInterface)),
    NextToken: page.nextToken,
  };
};

/** Interfaces of the emulated network have one address, which is of IPv4. */
function assertOneAddress(input: CreateNetworkInterfaceCommandInput): void {
  const secondary = input.PrivateIpAddresses?.some(({ Primary }) => !Primary);
  const ipv6 = input.Ipv6AddressCount || input.Ipv6Addresses?.length || input.Ipv6PrefixCount;
  if (secondary || ipv6 || input.SecondaryPrivateIpAddressCount || input.Ipv4PrefixCount) {
    throw new AwsError(
      'UnsupportedOperation',
      'The emulated EC2 gives a network interface one private IPv4 address.',
    );
  }
}

function filterFields(context: OperationContext): FilterFields<NetworkInterface> {
  const { accountId, region } = context;
  const address = (item: NetworkInterface) => [item.privateIpAddress];
  const publicIp = (item: NetworkInterface) => [item.publicIp];
  return {
    'network-interface-id': (item) => [item.networkInterfaceId],
    'vpc-id': (item) => [item.vpcId],
    'subnet-id': (item) => [item.subnetId],
    'availability-zone': (item) => [item.availabilityZone],
    description: (item) => [item.description],
    'interface-type': (item) => [item.interfaceType],
    status: (item) => [statusOf(item)],
    'mac-address': (item) => [macAddressOf(item)],
    'owner-id': () => [accountId],
    'requester-managed': (item) => [text(item.requesterManaged)],
    'source-dest-check': (item) => [text(item.sourceDestCheck)],
    'group-id': (item) => item.securityGroupIds,
    'group-name': (item) =>
      item.securityGroupIds.map((groupId) => region.ec2.securityGroups.get(groupId)?.groupName),
    'private-ip-address': address,
    'private-dns-name': (item) => [privateDnsName(region.name, item.privateIpAddress)],
    'addresses.private-ip-address': address,
    'addresses.primary': () => ['true'],
    'addresses.association.public-ip': publicIp,
    'association.public-ip': publicIp,
    'association.allocation-id': (item) => [associationOf(context, item)?.AllocationId],
    'association.association-id': (item) => [associationOf(context, item)?.AssociationId],
    'attachment.instance-id': (item) => [item.attachedInstanceId],
    'attachment.attachment-id': (item) => [attachmentOf(context, item)?.AttachmentId],
    'attachment.instance-owner-id': (item) => [attachmentOf(context, item)?.InstanceOwnerId],
    'attachment.device-index': (item) => [text(attachmentOf(context, item)?.DeviceIndex)],
    'attachment.status': (item) => [attachmentOf(context, item)?.Status],
    'attachment.delete-on-termination': (item) => [text(attachmentOf(context, item)?.DeleteOnTermination)],
  };
}
