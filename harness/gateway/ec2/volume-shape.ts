import type { EbsInstanceBlockDevice, Volume, VolumeAttachment } from '@aws-sdk/client-ec2';
import type { Instance } from '../../core/ec2/state.ts';
import { rootDeviceNameOf } from './images.ts';
import { toSdkTags } from './tags-shape.ts';

/** Whether an instance still has its disk. */
export function hasVolume({ state }: Instance): boolean {
  return state !== 'terminated';
}

/** An instance's root volume as EC2 shows it on its own. */
export function toSdkVolume(instance: Instance): Volume {
  const { rootVolume, launchedAt, availabilityZone } = instance;
  return {
    VolumeId: rootVolume.volumeId,
    Size: rootVolume.sizeGiB,
    VolumeType: rootVolume.volumeType as NonNullable<Volume['VolumeType']>,
    // What AWS gives a gp3 volume that asks for nothing else.
    ...(rootVolume.volumeType === 'gp3' && { Iops: 3000, Throughput: 125 }),
    AvailabilityZone: availabilityZone,
    CreateTime: new Date(launchedAt),
    Encrypted: rootVolume.encrypted,
    SnapshotId: '',
    MultiAttachEnabled: false,
    State: 'in-use',
    Attachments: [toAttachment(instance)],
    Tags: toSdkTags(rootVolume.tags),
  };
}

/** An instance's root volume as it stands in its block device mapping. */
export function toSdkBlockDevice({ rootVolume, launchedAt }: Instance): EbsInstanceBlockDevice {
  return {
    VolumeId: rootVolume.volumeId,
    Status: 'attached',
    AttachTime: new Date(launchedAt),
    DeleteOnTermination: rootVolume.deleteOnTermination,
  };
}

function toAttachment({ instanceId, imageId, rootVolume, launchedAt }: Instance): VolumeAttachment {
  return {
    InstanceId: instanceId,
    VolumeId: rootVolume.volumeId,
    Device: rootDeviceNameOf(imageId),
    State: 'attached',
    AttachTime: new Date(launchedAt),
    DeleteOnTermination: rootVolume.deleteOnTermination,
  };
}
