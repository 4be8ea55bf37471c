import {
  _InstanceType,
  type DescribeInstanceTypeOfferingsCommandInput,
  type DescribeInstanceTypeOfferingsCommandOutput,
  type DescribeInstanceTypesCommandInput,
  type DescribeInstanceTypesCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { isBurstable } from '../../core/ec2/instance-settings.ts';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { text } from './parameters.ts';

const INSTANCE_TYPES = Object.values(_InstanceType);
const KNOWN_TYPES = new Set<string>(INSTANCE_TYPES);

/** Throws `InvalidParameterValue` for a type that the SDK does not know. */
export function assertInstanceType(instanceType: string): void {
  if (!KNOWN_TYPES.has(instanceType))
    throw invalidParameterValue(`Invalid value '${instanceType}' for InstanceType.`);
}

/**
 * The types that the SDK knows, with what follows from the name alone. Processors, memory and network are left
 * out: no host of the emulated network has them.
 */
export const describeInstanceTypes: Ec2Operation<
  DescribeInstanceTypesCommandInput,
  DescribeInstanceTypesCommandOutput
> = (_context, input) => {
  const unknown = (input.InstanceTypes ?? []).filter((instanceType) => !KNOWN_TYPES.has(instanceType));
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
    burstable: isBurstable(instanceType),
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

/** Every type is to be had in every zone. */
export const describeInstanceTypeOfferings: Ec2Operation<
  DescribeInstanceTypeOfferingsCommandInput,
  DescribeInstanceTypeOfferingsCommandOutput
> = ({ region }, input) => {
  const locationType = input.LocationType ?? 'region';
  const locations = new Map<string, string[]>([
    ['region', [region.name]],
    ['availability-zone', region.ec2.availabilityZones.map(({ zoneName }) => zoneName)],
    ['availability-zone-id', region.ec2.availabilityZones.map(({ zoneId }) => zoneId)],
    ['outpost', []],
  ]).get(locationType);
  if (!locations) throw invalidParameterValue(`Invalid value '${locationType}' for LocationType.`);
  const offerings = INSTANCE_TYPES.flatMap((instanceType) =>
    locations.map((location) => ({ instanceType, location })),
  );
  const page = describe(offerings, input, {
    'instance-type': ({ instanceType }) => [instanceType],
    location: ({ location }) => [location],
  });
  return {
    InstanceTypeOfferings: page.items.map(({ instanceType, location }) => ({
      InstanceType: instanceType,
      LocationType: locationType,
      Location: location,
    })),
    NextToken: page.nextToken,
  };
};
