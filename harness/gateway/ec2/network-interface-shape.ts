import type {
  GroupIdentifier,
  NetworkInterfaceAssociation,
  NetworkInterfaceAttachment,
  NetworkInterface as SdkNetworkInterface,
} from '@aws-sdk/client-ec2';
import { attachmentIdOf } from '../../core/ec2/network-interface-attachments.ts';
import type { Ec2State, NetworkInterface } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import { privateDnsName, publicDnsName } from './dns-names.ts';
import { toSdkTags } from './tags-shape.ts';

/** Who AWS says manages the interfaces of load balancers. */
const ELB_REQUESTER = 'amazon-elb';

export function toSdkNetworkInterface(
  context: OperationContext,
  networkInterface: NetworkInterface,
): SdkNetworkInterface {
  const { accountId, region } = context;
  const { privateIpAddress } = networkInterface;
  const association = associationOf(context, networkInterface);
  const attachment = attachmentOf(context, networkInterface);
  const dnsName = privateDnsName(region.name, privateIpAddress);
  return {
    NetworkInterfaceId: networkInterface.networkInterfaceId,
    VpcId: networkInterface.vpcId,
    SubnetId: networkInterface.subnetId,
    AvailabilityZone: networkInterface.availabilityZone,
    Description: networkInterface.description,
    InterfaceType: networkInterface.interfaceType,
    Status: statusOf(networkInterface),
    MacAddress: macAddressOf(networkInterface),
    OwnerId: accountId,
    RequesterManaged: networkInterface.requesterManaged,
    RequesterId: networkInterface.requesterManaged ? ELB_REQUESTER : undefined,
    PrivateIpAddress: privateIpAddress,
    PrivateDnsName: dnsName,
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: privateIpAddress,
        PrivateDnsName: dnsName,
        Association: association,
      },
    ],
    Ipv6Addresses: [],
    Groups: toGroupIdentifiers(region.ec2, networkInterface.securityGroupIds),
    SourceDestCheck: networkInterface.sourceDestCheck,
    Association: association,
    Attachment: attachment,
    TagSet: toSdkTags(networkInterface.tags),
  };
}

export function toGroupIdentifiers(state: Ec2State, groupIds: readonly string[]): GroupIdentifier[] {
  return groupIds.map((groupId) => ({
    GroupId: groupId,
    GroupName: state.securityGroups.get(groupId)?.groupName,
  }));
}

export function statusOf({ attachedInstanceId, requesterManaged }: NetworkInterface): 'available' | 'in-use' {
  return requesterManaged || attachedInstanceId !== undefined ? 'in-use' : 'available';
}

/** Locally administered, and made of the id's digits, so that it is unique and stays the same. */
export function macAddressOf({ networkInterfaceId }: NetworkInterface): string {
  const digits = networkInterfaceId.slice('eni-'.length, 'eni-'.length + 10);
  return `02:${digits.match(/../g)?.join(':')}`;
}

/** How an interface hangs on its instance or load balancer; undefined while it does not. */
export function attachmentOf(
  { accountId }: OperationContext,
  networkInterface: NetworkInterface,
): NetworkInterfaceAttachment | undefined {
  const { attachedInstanceId, requesterManaged } = networkInterface;
  const attachment = { AttachmentId: attachmentIdOf(networkInterface), Status: 'attached' as const };
  if (attachedInstanceId !== undefined) {
    return {
      ...attachment,
      InstanceId: attachedInstanceId,
      InstanceOwnerId: accountId,
      DeviceIndex: networkInterface.deviceIndex,
      NetworkCardIndex: 0,
      DeleteOnTermination: networkInterface.deleteOnTermination,
    };
  }
  if (!requesterManaged) return undefined;
  return { ...attachment, InstanceOwnerId: ELB_REQUESTER, DeviceIndex: 1, DeleteOnTermination: false };
}

/** The public address of an interface; an Elastic IP address belongs to the account, others to Amazon. */
export function associationOf(
  { accountId, region }: OperationContext,
  { networkInterfaceId, publicIp }: NetworkInterface,
): NetworkInterfaceAssociation | undefined {
  if (publicIp === undefined) return undefined;
  const elastic = [...region.ec2.addresses.values()].find(
    (address) => address.networkInterfaceId === networkInterfaceId,
  );
  return {
    PublicIp: publicIp,
    PublicDnsName: publicDnsName(region.name, publicIp),
    IpOwnerId: elastic ? accountId : 'amazon',
    ...(elastic && { AllocationId: elastic.allocationId, AssociationId: elastic.associationId }),
  };
}
