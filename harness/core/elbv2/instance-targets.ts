import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { notEmulated } from './not-emulated.ts';
import type { TargetDescription } from './register-targets.ts';
import type { TargetGroup } from './state.ts';

/**
 * Throws unless the targets are running instances of the group's VPC, named without a zone (NLB-TA-01,
 * NLB-TA-04): ValidationError, InvalidTarget. All texts but that about running are unsure.
 */
export function checkInstances(
  region: Region,
  { vpcId, ipAddressType }: TargetGroup,
  descriptions: readonly TargetDescription[],
): void {
  if (ipAddressType === 'ipv6') throw notEmulated('IPv6 targets');
  for (const { id, availabilityZone } of descriptions) {
    if (!/^i-[0-9a-f]{8}([0-9a-f]{9})?$/.test(id)) throw validationError(`Instance ID '${id}' is not valid`);
    if (availabilityZone !== undefined)
      throw validationError(
        "You cannot specify an Availability Zone for targets in a target group with target type 'instance'",
      );
  }
  const ids = [...new Set(descriptions.map(({ id }) => id))];
  const notRunning = ids.filter((id) => region.ec2.instances.get(id)?.state !== 'running');
  if (notRunning.length > 0)
    throw new AwsError(
      'InvalidTarget',
      `The following targets are not in a running state and cannot be registered: ${quoted(notRunning)}`,
    );
  const foreign = ids.filter((id) => region.ec2.instances.get(id)?.vpcId !== vpcId);
  if (foreign.length > 0)
    throw new AwsError(
      'InvalidTarget',
      `The following targets are not in the target group VPC '${vpcId}': ${quoted(foreign)}`,
    );
}

function quoted(ids: readonly string[]): string {
  return ids.map((id) => `'${id}'`).join(', ');
}
