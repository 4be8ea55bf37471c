import type {
  DescribeInstanceCreditSpecificationsCommandInput,
  DescribeInstanceCreditSpecificationsCommandOutput,
  ModifyInstanceCreditSpecificationCommandInput,
  ModifyInstanceCreditSpecificationCommandOutput,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { type CpuCredits, modifyCpuCredits } from '../../core/ec2/instance-settings.ts';
import { requireResource, requireResources } from '../../core/ec2/lookup.ts';
import { invalidParameterValue } from '../../core/ec2/parameter-errors.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required, requiredList } from './parameters.ts';

/** Of all instances, those that are not `standard`; of named ones, each, which must have credits at all. */
export const describeInstanceCreditSpecifications: Ec2Operation<
  DescribeInstanceCreditSpecificationsCommandInput,
  DescribeInstanceCreditSpecificationsCommandOutput
> = ({ region }, input) => {
  const instances = requireResources(region.ec2.instances, 'instance', input.InstanceIds);
  const isNamed = Boolean(input.InstanceIds?.length);
  const without = instances.find(({ settings }) => settings.cpuCredits === undefined);
  if (isNamed && without)
    throw invalidParameterValue(`The instance '${without.instanceId}' has no CPU credits.`); // unsure: the sentence.
  const page = describe(
    instances.filter(
      ({ settings }) => settings.cpuCredits !== undefined && (isNamed || settings.cpuCredits !== 'standard'),
    ),
    input,
    { 'instance-id': ({ instanceId }) => [instanceId] },
  );
  return {
    InstanceCreditSpecifications: page.items.map(({ instanceId, settings }) => ({
      InstanceId: instanceId,
      CpuCredits: settings.cpuCredits,
    })),
    NextToken: page.nextToken,
  };
};

/** Each instance for itself: the answer lists what went well and what did not. */
export const modifyInstanceCreditSpecification: Ec2Operation<
  ModifyInstanceCreditSpecificationCommandInput,
  ModifyInstanceCreditSpecificationCommandOutput
> = ({ region }, input) => {
  const successful: { InstanceId: string }[] = [];
  const unsuccessful: { InstanceId: string; Error: { Code: never; Message: string } }[] = [];
  for (const request of requiredList(input.InstanceCreditSpecifications, 'InstanceCreditSpecification')) {
    const instanceId = required(request.InstanceId, 'InstanceId');
    try {
      const instance = requireResource(region.ec2.instances, 'instance', instanceId);
      modifyCpuCredits(instance, readCpuCredits(required(request.CpuCredits, 'CpuCredits')));
      successful.push({ InstanceId: instanceId });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { code, message } = error;
      unsuccessful.push({ InstanceId: instanceId, Error: { Code: code as never, Message: message } });
    }
  }
  return {
    SuccessfulInstanceCreditSpecifications: successful,
    UnsuccessfulInstanceCreditSpecifications: unsuccessful,
  };
};

/** Throws `InvalidParameterValue` for anything but the two kinds. */
export function readCpuCredits(value: string): CpuCredits {
  if (value === 'standard' || value === 'unlimited') return value;
  throw invalidParameterValue(`Invalid value '${value}' for CpuCredits.`);
}
