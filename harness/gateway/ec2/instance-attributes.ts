import type {
  DescribeInstanceAttributeCommandInput,
  DescribeInstanceAttributeCommandOutput,
  ModifyInstanceAttributeCommandInput,
  ModifyInstanceAttributeCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { assertUserData } from '../../core/ec2/instances.ts';
import { requireResource } from '../../core/ec2/lookup.ts';
import { modifyInterfaceGroups } from '../../core/ec2/network-interfaces.ts';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import type { Instance } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { interfaceOf } from './instance-shape.ts';
import { toGroupIdentifiers } from './network-interface-shape.ts';
import { required } from './parameters.ts';
import { decodeUserData, encodeUserData } from './user-data.ts';

export const describeInstanceAttribute: Ec2Operation<
  DescribeInstanceAttributeCommandInput,
  DescribeInstanceAttributeCommandOutput
> = (context, input) => {
  const instance = requireInstance(context, input.InstanceId);
  const attribute = required(input.Attribute, 'attribute');
  return { InstanceId: instance.instanceId, ...attributeOf(context, instance, attribute) };
};

export const modifyInstanceAttribute: Ec2Operation<
  ModifyInstanceAttributeCommandInput,
  ModifyInstanceAttributeCommandOutput
> = (context, input) => {
  const instance = requireInstance(context, input.InstanceId);
  if (input.UserData !== undefined) {
    modifyUserData(instance, input.UserData.Value);
  } else if (input.Groups?.length) {
    modifyInterfaceGroups(context.region.ec2, instance.networkInterfaceId, input.Groups);
  } else {
    throw new AwsError(
      'UnsupportedOperation',
      'The emulated EC2 changes the attributes UserData and Groups only. Change one of these.',
    );
  }
  return {};
};

type AttributeAnswer = Omit<DescribeInstanceAttributeCommandOutput, '$metadata'>;

/** Attributes that nothing can change here have the value that a new instance has. */
function attributeOf(context: OperationContext, instance: Instance, attribute: string): AttributeAnswer {
  switch (attribute) {
    case 'userData':
      return {
        UserData: instance.userData === undefined ? {} : { Value: encodeUserData(instance.userData) },
      };
    case 'instanceType':
      return { InstanceType: { Value: instance.instanceType } };
    case 'groupSet': {
      const groupIds = interfaceOf(context, instance)?.securityGroupIds ?? [];
      return { Groups: toGroupIdentifiers(context.region.ec2, groupIds) };
    }
    case 'sourceDestCheck':
      return { SourceDestCheck: { Value: true } };
    case 'disableApiTermination':
      return { DisableApiTermination: { Value: false } };
    case 'disableApiStop':
      return { DisableApiStop: { Value: false } };
    case 'ebsOptimized':
      return { EbsOptimized: { Value: false } };
    case 'instanceInitiatedShutdownBehavior':
      return { InstanceInitiatedShutdownBehavior: { Value: 'stop' } };
    default:
      throw invalidParameterValue(`Value (${attribute}) for parameter attribute is invalid.`);
  }
}

/** The SDK's clients send bytes; on the wire, and so here, they are base64 text. */
function modifyUserData(instance: Instance, value: Uint8Array | string | undefined): void {
  if (instance.state !== 'stopped') {
    throw new AwsError(
      'IncorrectInstanceState',
      `The instance '${instance.instanceId}' is not in the 'stopped' state.`,
    );
  }
  const base64 = typeof value === 'string' ? value : Buffer.from(value ?? []).toString('base64');
  const userData = decodeUserData(base64);
  assertUserData(userData);
  instance.userData = userData === '' ? undefined : userData;
}

function requireInstance({ region }: OperationContext, instanceId: string | undefined): Instance {
  return requireResource(region.ec2.instances, 'instance', required(instanceId, 'instanceId'));
}
