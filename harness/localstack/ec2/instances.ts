import { DEFAULT_METADATA_OPTIONS, defaultCpuCredits } from '../../core/ec2/instance-settings.ts';
import type { Instance, InstanceState } from '../../core/ec2/state.ts';
import type { LaunchedInstance } from './read-ec2.ts';
import { tagsOf } from './tags.ts';

/**
 * An instance. Its changes of state are LocalStack's and come at once, so time has none in store for it. Settings
 * and disk are what new instances have: LocalStack answers who asks for them.
 */
export function instanceOf(instance: LaunchedInstance, userData: string | undefined): Instance {
  const { InstanceId = '', InstanceType = 't3.micro', Placement } = instance;
  return {
    instanceId: InstanceId,
    imageId: instance.ImageId ?? '',
    instanceType: InstanceType,
    keyName: instance.KeyName,
    reservationId: instance.reservationId ?? '',
    amiLaunchIndex: instance.AmiLaunchIndex ?? 0,
    clientToken: instance.ClientToken,
    vpcId: instance.VpcId ?? '',
    subnetId: instance.SubnetId ?? '',
    availabilityZone: Placement?.AvailabilityZone ?? '',
    networkInterfaceId: primaryInterfaceOf(instance),
    privateIpAddress: instance.PrivateIpAddress ?? '',
    associatePublicIpAddress: instance.PublicIpAddress !== undefined,
    publicIpAddress: instance.PublicIpAddress,
    state: (instance.State?.Name ?? 'pending') satisfies InstanceState,
    transitionAt: undefined,
    userData,
    launchedAt: instance.LaunchTime?.getTime() ?? 0,
    settings: {
      disableApiTermination: false,
      disableApiStop: false,
      instanceInitiatedShutdownBehavior: 'stop',
      ebsOptimized: instance.EbsOptimized ?? false,
      detailedMonitoring: instance.Monitoring?.State === 'enabled',
      cpuCredits: defaultCpuCredits(InstanceType),
      iamInstanceProfileArn: instance.IamInstanceProfile?.Arn,
      metadataOptions: { ...DEFAULT_METADATA_OPTIONS },
    },
    rootVolume: {
      volumeId: instance.BlockDeviceMappings?.[0]?.Ebs?.VolumeId ?? '',
      sizeGiB: 8,
      volumeType: 'gp3',
      encrypted: false,
      deleteOnTermination: true,
      tags: new Map(),
    },
    tags: tagsOf(instance.Tags),
  };
}

function primaryInterfaceOf({ NetworkInterfaces = [] }: LaunchedInstance): string {
  const primary = NetworkInterfaces.find(({ Attachment }) => Attachment?.DeviceIndex === 0);
  return (primary ?? NetworkInterfaces[0])?.NetworkInterfaceId ?? '';
}
