import {
  _InstanceType,
  type DescribeInstanceTypesCommandInput,
  type DescribeInstanceTypesCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { text } from './parameters.ts';

const INSTANCE_TYPES = Object.values(_InstanceType);

/**
 * The types that the SDK knows, with what follows from the name alone. Processors, memory and network are left
 * out: no host of the emulated network has them.
 */
export const describeInstanceTypes: Ec2Operation<
  DescribeInstanceTypesCommandInput,
  DescribeInstanceTypesCommandOutput
> = (_context, input) => {
  const known = new Set<string>(INSTANCE_TYPES);
  const unknown = (input.InstanceTypes ?? []).filter((instanceType) => !known.has(instanceType));
  if (unknown.length > 0) {
    throw new AwsError(
      'InvalidInstanceType',
      `The following supplied instance types do not exist: [${unknown.join(', ')}]`,
    );
  }
  const named = input.InstanceTypes?.length ? input.InstanceTypes : INSTANCE_TYPES;
  const types = named.map((instanceType) => ({
    instanceType,
    bareMetal: instanceType.includes('.metal'),
    burstable: /^t\d/.test(instanceType),
  }));
  const page = describe(types, input, {
    'instance-type': ({ instanceType }) => [instanceType],
    'bare-metal': ({ bareMetal }) => [text(bareMetal)],
    'burstable-performance-supported': ({ burstable }) => [text(burstable)],
  });
  return {
    InstanceTypes: page.items.map(({ instanceType, bareMetal, burstable }) => ({
      InstanceType: instanceType,
      BareMetal: bareMetal,
      BurstablePerformanceSupported: burstable,
    })),
    NextToken: page.nextToken,
  };
};
