import type {
  InstanceNetworkInterface,
  InstanceStateName,
  Instance as SdkInstance,
  InstanceState as SdkInstanceState,
} from '@aws-sdk/client-ec2';
import { interfacesOf } from '../../core/ec2/network-interface-attachments.ts';
import type { Instance, InstanceState, NetworkInterface } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import { privateDnsName, publicDnsName } from './dns-names.ts';
import { rootDeviceNameOf } from './images.ts';
import { toSdkMetadataOptions } from './metadata-options.ts';
import { associationOf, attachmentOf, macAddressOf, toGroupIdentifiers } from './network-interface-shape.ts';
import { toSdkTags } from './tags-shape.ts';
import { hasVolume, toSdkBlockDevice } from './volume-shape.ts';

const STATE_CODES = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
} as const satisfies Record<InstanceState, number>;

export function toSdkState(state: InstanceState): SdkInstanceState {
  return { Code: STATE_CODES[state], Name: state satisfies InstanceStateName };
}

/** The interface that an instance has; none once it is terminated. */
export function interfaceOf({ region }: OperationContext, instance: Instance): NetworkInterface | undefined {
  const networkInterface = region.ec2.networkInterfaces.get(instance.networkInterfaceId);
  return networkInterface?.attachedInstanceId === instance.instanceId ? networkInterface : undefined;
}

export function publicDnsNameOf({ region }: OperationContext, instance: Instance): string {
  const namesOn = region.ec2.vpcs.get(instance.vpcId)?.enableDnsHostnames;
  return instance.publicIpAddress && namesOn ? publicDnsName(region.name, instance.publicIpAddress) : '';
}

/** Without what the emulator has no part of, such as processors. */
export function toSdkInstance(context: OperationContext, instance: Instance): SdkInstance {
  const networkInterface = interfaceOf(context, instance);
  const { iamInstanceProfileArn } = instance.settings;
  return {
    InstanceId: instance.instanceId,
    ImageId: instance.imageId,
    InstanceType: instance.instanceType as NonNullable<SdkInstance['InstanceType']>,
    AmiLaunchIndex: instance.amiLaunchIndex,
    ClientToken: instance.clientToken,
    KeyName: instance.keyName,
    LaunchTime: new Date(instance.launchedAt),
    State: toSdkState(instance.state),
    StateTransitionReason: '',
    ...(instance.state === 'terminated' && {
      StateReason: {
        Code: 'Client.UserInitiatedShutdown',
        Message: 'Client.UserInitiatedShutdown: User initiated shutdown',
      },
    }),
    Placement: { AvailabilityZone: instance.availabilityZone, GroupName: '', Tenancy: 'default' },
    Monitoring: { State: instance.settings.detailedMonitoring ? 'enabled' : 'disabled' },
    MetadataOptions: toSdkMetadataOptions(instance.settings.metadataOptions),
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    RootDeviceType: 'ebs',
    RootDeviceName: rootDeviceNameOf(instance.imageId),
    BlockDeviceMappings: hasVolume(instance)
      ? [{ DeviceName: rootDeviceNameOf(instance.imageId), Ebs: toSdkBlockDevice(instance) }]
      : [],
    ...(iamInstanceProfileArn !== undefined && {
      IamInstanceProfile: { Arn: iamInstanceProfileArn, Id: profileIdOf(iamInstanceProfileArn) },
    }),
    EbsOptimized: instance.settings.ebsOptimized,
    PublicDnsName: publicDnsNameOf(context, instance),
    PrivateDnsName: '',
    Tags: toSdkTags(instance.tags),
    NetworkInterfaces: [],
    SecurityGroups: [],
    ...(networkInterface && networkPart(context, instance, networkInterface)),
  };
}

/** An id in the form of IAM's, which stays the same for an ARN. */
function profileIdOf(arn: string): string {
  let hash = 0;
  for (const character of arn) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 40;
  return `AIPA${hash.toString(32).toUpperCase().padStart(17, 'A')}`;
}

function networkPart(context: OperationContext, instance: Instance, primary: NetworkInterface): SdkInstance {
  const { region } = context;
  const { privateIpAddress, securityGroupIds, sourceDestCheck } = primary;
  return {
    VpcId: instance.vpcId,
    SubnetId: instance.subnetId,
    PrivateIpAddress: privateIpAddress,
    PrivateDnsName: privateDnsName(region.name, privateIpAddress),
    PublicIpAddress: instance.publicIpAddress,
    SecurityGroups: toGroupIdentifiers(region.ec2, securityGroupIds),
    SourceDestCheck: sourceDestCheck,
    NetworkInterfaces: interfacesOf(region.ec2, instance.instanceId).map((networkInterface) =>
      toInstanceInterface(context, networkInterface),
    ),
  };
}

function toInstanceInterface(
  context: OperationContext,
  networkInterface: NetworkInterface,
): InstanceNetworkInterface {
  const { accountId, region } = context;
  const { privateIpAddress } = networkInterface;
  const dnsName = privateDnsName(region.name, privateIpAddress);
  const association = associationOf(context, networkInterface);
  return {
    NetworkInterfaceId: networkInterface.networkInterfaceId,
    VpcId: networkInterface.vpcId,
    SubnetId: networkInterface.subnetId,
    Description: networkInterface.description,
    Groups: toGroupIdentifiers(region.ec2, networkInterface.securityGroupIds),
    InterfaceType: networkInterface.interfaceType,
    MacAddress: macAddressOf(networkInterface),
    OwnerId: accountId,
    PrivateDnsName: dnsName,
    PrivateIpAddress: privateIpAddress,
    PrivateIpAddresses: [
      {
        Primary: true,
        PrivateIpAddress: privateIpAddress,
        PrivateDnsName: dnsName,
        Association: association,
      },
    ],
    SourceDestCheck: networkInterface.sourceDestCheck,
    Status: 'in-use',
    Association: association,
    Attachment: attachmentOf(context, networkInterface),
  };
}
