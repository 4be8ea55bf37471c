import type {
  InstanceStateName,
  Instance as SdkInstance,
  InstanceState as SdkInstanceState,
} from '@aws-sdk/client-ec2';
import type { Instance, InstanceState, NetworkInterface } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import { privateDnsName, publicDnsName } from './dns-names.ts';
import { associationOf, attachmentOf, macAddressOf, toGroupIdentifiers } from './network-interface-shape.ts';
import { toSdkTags } from './tags-shape.ts';

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

/** Without what the emulator has no part of: disks, processors, metadata options. */
export function toSdkInstance(context: OperationContext, instance: Instance): SdkInstance {
  const networkInterface = interfaceOf(context, instance);
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
    Monitoring: { State: 'disabled' },
    Hypervisor: 'xen',
    VirtualizationType: 'hvm',
    RootDeviceType: 'ebs',
    RootDeviceName: '/dev/xvda',
    BlockDeviceMappings: [],
    EbsOptimized: false,
    PublicDnsName: publicDnsNameOf(context, instance),
    PrivateDnsName: '',
    Tags: toSdkTags(instance.tags),
    NetworkInterfaces: [],
    SecurityGroups: [],
    ...(networkInterface && networkPart(context, instance, networkInterface)),
  };
}

function networkPart(
  context: OperationContext,
  instance: Instance,
  networkInterface: NetworkInterface,
): SdkInstance {
  const { accountId, region } = context;
  const { privateIpAddress } = networkInterface;
  const groups = toGroupIdentifiers(region.ec2, networkInterface.securityGroupIds);
  const dnsName = privateDnsName(region.name, privateIpAddress);
  const association = associationOf(context, networkInterface);
  return {
    VpcId: instance.vpcId,
    SubnetId: instance.subnetId,
    PrivateIpAddress: privateIpAddress,
    PrivateDnsName: dnsName,
    PublicIpAddress: instance.publicIpAddress,
    SecurityGroups: groups,
    SourceDestCheck: true,
    NetworkInterfaces: [
      {
        NetworkInterfaceId: networkInterface.networkInterfaceId,
        VpcId: networkInterface.vpcId,
        SubnetId: networkInterface.subnetId,
        Description: networkInterface.description,
        Groups: groups,
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
        SourceDestCheck: true,
        Status: 'in-use',
        Association: association,
        Attachment: attachmentOf(context, networkInterface),
      },
    ],
  };
}
