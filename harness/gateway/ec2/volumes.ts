import type { DescribeVolumesCommandInput, DescribeVolumesCommandOutput } from '@aws-sdk/client-ec2';
import { requireResources } from '../../core/ec2/lookup.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { rootDeviceNameOf } from './images.ts';
import { text } from './parameters.ts';
import { hasVolume, toSdkVolume } from './volume-shape.ts';

/** The root volumes of the instances: there are no others. */
export const describeVolumes: Ec2Operation<DescribeVolumesCommandInput, DescribeVolumesCommandOutput> = (
  { region },
  input,
) => {
  const byVolumeId = new Map(
    [...region.ec2.instances.values()]
      .filter(hasVolume)
      .map((instance) => [instance.rootVolume.volumeId, instance]),
  );
  const volumes = requireResources(byVolumeId, 'volume', input.VolumeIds).map((instance) => ({
    instance,
    tags: instance.rootVolume.tags,
  }));
  const page = describe(volumes, input, {
    'volume-id': ({ instance }) => [instance.rootVolume.volumeId],
    'volume-type': ({ instance }) => [instance.rootVolume.volumeType],
    size: ({ instance }) => [text(instance.rootVolume.sizeGiB)],
    encrypted: ({ instance }) => [text(instance.rootVolume.encrypted)],
    'availability-zone': ({ instance }) => [instance.availabilityZone],
    status: () => ['in-use'],
    'attachment.status': () => ['attached'],
    'attachment.instance-id': ({ instance }) => [instance.instanceId],
    'attachment.device': ({ instance }) => [rootDeviceNameOf(instance.imageId)],
    'attachment.delete-on-termination': ({ instance }) => [text(instance.rootVolume.deleteOnTermination)],
  });
  return { Volumes: page.items.map(({ instance }) => toSdkVolume(instance)), NextToken: page.nextToken };
};
