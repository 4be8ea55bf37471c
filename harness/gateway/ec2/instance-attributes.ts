import type {
  DescribeInstanceAttributeCommandInput,
  DescribeInstanceAttributeCommandOutput,
} from '@aws-sdk/client-ec2';
import { requireResource } from '../../core/ec2/lookup.ts';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import type { Instance } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { rootDeviceNameOf } from './images.ts';
import { interfaceOf } from './instance-shape.ts';
import { toGroupIdentifiers } from './network-interface-shape.ts';
import { required } from './parameters.ts';
import { encodeUserData } from './user-data.ts';
import { hasVolume, toSdkBlockDevice } from './volume-shape.ts';

export const describeInstanceAttribute: Ec2Operation<
  DescribeInstanceAttributeCommandInput,
  DescribeInstanceAttributeCommandOutput
> = (context, input) => {
  const instanceId = required(input.InstanceId, 'instanceId');
  const instance = requireResource(context.region.ec2.instances, 'instance', instanceId);
  const attribute = required(input.Attribute, 'attribute');
  const read = Object.hasOwn(ATTRIBUTES, attribute) ? ATTRIBUTES[attribute] : undefined;
  if (!read) throw invalidParameterValue(`Value (${attribute}) for parameter attribute is invalid.`);
  return { InstanceId: instance.instanceId, ...read(context, instance) };
};

type AttributeAnswer = Omit<DescribeInstanceAttributeCommandOutput, '$metadata'>;

const ATTRIBUTES: Readonly<
  Record<string, (context: OperationContext, instance: Instance) => AttributeAnswer>
> = {
  userData: (_context, { userData }) => ({
    UserData: userData === undefined ? {} : { Value: encodeUserData(userData) },
  }),
  instanceType: (_context, { instanceType }) => ({ InstanceType: { Value: instanceType } }),
  groupSet: (context, instance) => ({
    Groups: toGroupIdentifiers(context.region.ec2, interfaceOf(context, instance)?.securityGroupIds ?? []),
  }),
  sourceDestCheck: (context, instance) => ({
    SourceDestCheck: { Value: interfaceOf(context, instance)?.sourceDestCheck },
  }),
  disableApiTermination: (_context, { settings }) => ({
    DisableApiTermination: { Value: settings.disableApiTermination },
  }),
  disableApiStop: (_context, { settings }) => ({ DisableApiStop: { Value: settings.disableApiStop } }),
  ebsOptimized: (_context, { settings }) => ({ EbsOptimized: { Value: settings.ebsOptimized } }),
  instanceInitiatedShutdownBehavior: (_context, { settings }) => ({
    InstanceInitiatedShutdownBehavior: { Value: settings.instanceInitiatedShutdownBehavior },
  }),
  rootDeviceName: (_context, { imageId }) => ({ RootDeviceName: { Value: rootDeviceNameOf(imageId) } }),
  blockDeviceMapping: (_context, instance) => ({
    BlockDeviceMappings: hasVolume(instance)
      ? [{ DeviceName: rootDeviceNameOf(instance.imageId), Ebs: toSdkBlockDevice(instance) }]
      : [],
  }),
  enaSupport: () => ({ EnaSupport: { Value: true } }),
  enclaveOptions: () => ({ EnclaveOptions: { Enabled: false } }),
  productCodes: () => ({ ProductCodes: [] }),
  // Instances of today have none of these three.
  kernel: () => ({ KernelId: {} }),
  ramdisk: () => ({ RamdiskId: {} }),
  sriovNetSupport: () => ({ SriovNetSupport: {} }),
};
