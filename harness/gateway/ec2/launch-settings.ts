import type { RunInstancesCommandInput } from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import {
  DEFAULT_METADATA_OPTIONS,
  type InstanceSettings,
  isBurstable,
} from '../../core/ec2/instance-settings.ts';
import type { LaunchSpec } from '../../core/ec2/instances.ts';
import { invalidParameterCombination } from '../../core/ec2/parameter-errors.ts';
import type { OperationContext } from '../operation.ts';
import { readCpuCredits } from './credit-specifications.ts';
import { rootDeviceNameOf } from './images.ts';
import { readMetadataOptions } from './metadata-options.ts';
import { readShutdownBehavior } from './modify-instance-attribute.ts';
import { specifiedTags } from './tags-shape.ts';

/** What RunInstances creates, and tags are accepted for; disks exist in name only. */
export const CREATED_RESOURCE_TYPES = ['instance', 'network-interface', 'volume'];

/** What a launch says of the instance itself; where it is silent, the core has EC2's defaults. */
export function launchSettings(
  { accountId }: OperationContext,
  input: RunInstancesCommandInput,
  instanceType: string,
): Partial<InstanceSettings> {
  const cpuCredits = input.CreditSpecification?.CpuCredits;
  const shutdownBehavior = input.InstanceInitiatedShutdownBehavior;
  if (cpuCredits !== undefined && !isBurstable(instanceType)) {
    // unsure: the sentence.
    throw invalidParameterCombination(`The instance type '${instanceType}' has no CPU credits.`);
  }
  const { Arn, Name } = input.IamInstanceProfile ?? {};
  return {
    iamInstanceProfileArn: Arn ?? (Name && `arn:aws:iam::${accountId}:instance-profile/${Name}`),
    disableApiTermination: input.DisableApiTermination ?? false,
    disableApiStop: input.DisableApiStop ?? false,
    ebsOptimized: input.EbsOptimized ?? false,
    detailedMonitoring: input.Monitoring?.Enabled ?? false,
    metadataOptions: readMetadataOptions(input.MetadataOptions ?? {}, DEFAULT_METADATA_OPTIONS),
    ...(cpuCredits !== undefined && { cpuCredits: readCpuCredits(cpuCredits) }),
    ...(shutdownBehavior !== undefined && {
      instanceInitiatedShutdownBehavior: readShutdownBehavior(shutdownBehavior),
    }),
  };
}

/** What a launch says of the disk. Throws `UnsupportedOperation` for any other than the root's. */
export function launchRootVolume(
  input: RunInstancesCommandInput,
  imageId: string,
): NonNullable<LaunchSpec['rootVolume']> {
  const tags = specifiedTags(input.TagSpecifications, 'volume', CREATED_RESOURCE_TYPES);
  const rootDeviceName = rootDeviceNameOf(imageId);
  const mappings = input.BlockDeviceMappings ?? [];
  const further = mappings.find(({ DeviceName }) => DeviceName !== rootDeviceName);
  if (further) {
    throw new AwsError(
      'UnsupportedOperation',
      `The emulated EC2 gives an instance its root volume only, '${rootDeviceName}'. Leave out '${further.DeviceName}'.`,
    );
  }
  const { VolumeSize, VolumeType, Encrypted, DeleteOnTermination } = mappings[0]?.Ebs ?? {};
  return {
    tags,
    ...(VolumeSize !== undefined && { sizeGiB: VolumeSize }),
    ...(VolumeType !== undefined && { volumeType: VolumeType }),
    ...(Encrypted !== undefined && { encrypted: Encrypted }),
    ...(DeleteOnTermination !== undefined && { deleteOnTermination: DeleteOnTermination }),
  };
}
