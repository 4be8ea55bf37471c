import type * as api from '@aws-sdk/client-ec2';
import type { NetworkInterface } from '../../core/ec2/state.ts';
import { tagsOf } from './tags.ts';

/** An interface that is not a load balancer's. */
export function networkInterfaceOf(networkInterface: api.NetworkInterface): NetworkInterface {
  const { Attachment, Association, Groups = [] } = networkInterface;
  return {
    networkInterfaceId: networkInterface.NetworkInterfaceId ?? '',
    vpcId: networkInterface.VpcId ?? '',
    subnetId: networkInterface.SubnetId ?? '',
    availabilityZone: networkInterface.AvailabilityZone ?? '',
    privateIpAddress: networkInterface.PrivateIpAddress ?? '',
    interfaceType: 'interface',
    description: networkInterface.Description ?? '',
    requesterManaged: false,
    securityGroupIds: Groups.flatMap(({ GroupId }) => GroupId ?? []),
    attachedInstanceId: Attachment?.InstanceId,
    deviceIndex: Attachment?.DeviceIndex ?? 0,
    deleteOnTermination: Attachment?.DeleteOnTermination ?? false,
    sourceDestCheck: networkInterface.SourceDestCheck ?? true,
    lingersUntil: undefined,
    publicIp: Association?.PublicIp,
    tags: tagsOf(networkInterface.TagSet),
  };
}
