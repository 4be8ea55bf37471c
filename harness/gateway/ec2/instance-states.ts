import type {
  InstanceStateChange as SdkInstanceStateChange,
  StartInstancesCommandInput,
  StartInstancesCommandOutput,
  StopInstancesCommandInput,
  StopInstancesCommandOutput,
  TerminateInstancesCommandInput,
  TerminateInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import * as core from '../../core/ec2/instance-states.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { toSdkState } from './instance-shape.ts';
import { requiredList } from './parameters.ts';

export const startInstances: Ec2Operation<StartInstancesCommandInput, StartInstancesCommandOutput> = (
  { region, now },
  input,
) => {
  const ids = requiredList(input.InstanceIds, 'InstanceId');
  return { StartingInstances: core.startInstances(region, ids, now).map(toSdkChange) };
};

export const stopInstances: Ec2Operation<StopInstancesCommandInput, StopInstancesCommandOutput> = (
  { region, now },
  input,
) => {
  const ids = requiredList(input.InstanceIds, 'InstanceId');
  return { StoppingInstances: core.stopInstances(region, ids, now).map(toSdkChange) };
};

export const terminateInstances: Ec2Operation<
  TerminateInstancesCommandInput,
  TerminateInstancesCommandOutput
> = ({ region, now }, input) => {
  const ids = requiredList(input.InstanceIds, 'InstanceId');
  return { TerminatingInstances: core.terminateInstances(region, ids, now).map(toSdkChange) };
};

function toSdkChange(change: core.InstanceStateChange): SdkInstanceStateChange {
  return {
    InstanceId: change.instanceId,
    PreviousState: toSdkState(change.previousState),
    CurrentState: toSdkState(change.currentState),
  };
}
