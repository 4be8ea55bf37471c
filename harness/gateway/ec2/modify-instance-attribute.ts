import type {
  ModifyInstanceAttributeCommandInput,
  ModifyInstanceAttributeCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { assertStopped, modifyInstanceType } from '../../core/ec2/instance-settings.ts';
import { assertUserData } from '../../core/ec2/instances.ts';
import { requireResource } from '../../core/ec2/lookup.ts';
import { modifyInterfaceGroups } from '../../core/ec2/network-interfaces.ts';
import { invalidParameterCombination, invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import type { Instance } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { assertInstanceType } from './instance-types.ts';
import { required } from './parameters.ts';
import { decodeUserData } from './user-data.ts';

export const modifyInstanceAttribute: Ec2Operation<
  ModifyInstanceAttributeCommandInput,
  ModifyInstanceAttributeCommandOutput
> = (context, input) => {
  const instanceId = required(input.InstanceId, 'instanceId');
  const instance = requireResource(context.region.ec2.instances, 'instance', instanceId);
  const changes = changesOf(context, instance, input);
  const [change, another] = changes;
  if (another) throw invalidParameterCombination('Fields for multiple attribute types specified');
  if (!change) {
    throw new AwsError(
      'UnsupportedOperation',
      'The emulated EC2 does not change this attribute, or the request names none.',
    );
  }
  change();
  return {};
};

/** What a request asks for; AWS takes one attribute at a time. */
function changesOf(
  context: OperationContext,
  instance: Instance,
  input: ModifyInstanceAttributeCommandInput,
): (() => void)[] {
  const { settings } = instance;
  const groups = input.Groups;
  const named = (attribute: string) => (input.Attribute === attribute ? input.Value : undefined);
  const flag = (attribute: string, value: boolean | undefined) => value ?? readFlag(named(attribute));
  return [
    when(flag('disableApiTermination', input.DisableApiTermination?.Value), (value) => {
      settings.disableApiTermination = value;
    }),
    when(flag('disableApiStop', input.DisableApiStop?.Value), (value) => {
      settings.disableApiStop = value;
    }),
    when(flag('ebsOptimized', input.EbsOptimized?.Value), (value) => {
      assertStopped(instance);
      settings.ebsOptimized = value;
    }),
    when(flag('sourceDestCheck', input.SourceDestCheck?.Value), (value) => {
      const { ec2 } = context.region;
      requireResource(
        ec2.networkInterfaces,
        'network-interface',
        instance.networkInterfaceId,
      ).sourceDestCheck = value;
    }),
    when(
      input.InstanceInitiatedShutdownBehavior?.Value ?? named('instanceInitiatedShutdownBehavior'),
      (value) => {
        settings.instanceInitiatedShutdownBehavior = readShutdownBehavior(value);
      },
    ),
    when(input.InstanceType?.Value ?? named('instanceType'), (value) => {
      assertInstanceType(value);
      modifyInstanceType(instance, value);
    }),
    when(input.UserData ?? userDataOf(named('userData')), ({ Value }) => modifyUserData(instance, Value)),
    when(groups?.length ? groups : undefined, (value) =>
      modifyInterfaceGroups(context.region.ec2, instance.networkInterfaceId, value),
    ),
    when(input.BlockDeviceMappings?.[0]?.Ebs?.DeleteOnTermination, (value) => {
      instance.rootVolume.deleteOnTermination = value;
    }),
  ].filter((change) => change !== undefined);
}

function when<Value>(value: Value | undefined, act: (value: Value) => void): (() => void) | undefined {
  return value === undefined ? undefined : () => act(value);
}

function readFlag(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (value !== 'true' && value !== 'false')
    throw invalidParameterValue(`Value (${value}) for parameter value is invalid.`);
  return value === 'true';
}

/** Throws `InvalidParameterValue` for anything but the two ways. */
export function readShutdownBehavior(value: string): 'stop' | 'terminate' {
  if (value === 'stop' || value === 'terminate') return value;
  throw invalidParameterValue(`Value (${value}) for parameter instanceInitiatedShutdownBehavior is invalid.`);
}

function userDataOf(value: string | undefined): { Value: string } | undefined {
  return value === undefined ? undefined : { Value: value };
}

/** The SDK's clients send bytes; on the wire, and so here, they are base64 text. */
function modifyUserData(instance: Instance, value: Uint8Array | string | undefined): void {
  assertStopped(instance);
  const base64 = typeof value === 'string' ? value : Buffer.from(value ?? []).toString('base64');
  const userData = decodeUserData(base64);
  assertUserData(userData);
  instance.userData = userData === '' ? undefined : userData;
}
