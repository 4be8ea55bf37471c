import type {
  MonitorInstancesCommandInput,
  MonitorInstancesCommandOutput,
  UnmonitorInstancesCommandInput,
  UnmonitorInstancesCommandOutput,
} from '@aws-sdk/client-ec2';
import { requireResources } from '../../core/ec2/lookup.ts';
import type { OperationContext } from '../operation.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { requiredList } from './parameters.ts';

export const monitorInstances: Ec2Operation<MonitorInstancesCommandInput, MonitorInstancesCommandOutput> = (
  context,
  input,
) => setMonitoring(context, input, true);

export const unmonitorInstances: Ec2Operation<
  UnmonitorInstancesCommandInput,
  UnmonitorInstancesCommandOutput
> = (context, input) => setMonitoring(context, input, false);

/** The answer names the way there; Describe says at once that it has been gone. */
function setMonitoring(
  { region }: OperationContext,
  input: MonitorInstancesCommandInput,
  isDetailed: boolean,
): Omit<MonitorInstancesCommandOutput, '$metadata'> {
  const ids = requiredList(input.InstanceIds, 'InstanceId');
  const instances = requireResources(region.ec2.instances, 'instance', ids);
  for (const { settings } of instances) settings.detailedMonitoring = isDetailed;
  return {
    InstanceMonitorings: instances.map(({ instanceId }) => ({
      InstanceId: instanceId,
      Monitoring: { State: isDetailed ? 'pending' : 'disabling' },
    })),
  };
}
