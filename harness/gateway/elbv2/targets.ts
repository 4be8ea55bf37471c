import type {
  DeregisterTargetsCommandInput,
  DeregisterTargetsCommandOutput,
  RegisterTargetsCommandInput,
  RegisterTargetsCommandOutput,
  TargetDescription as TargetDescriptionShape,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireMember } from '../../core/elbv2/constraints.ts';
import * as deregistration from '../../core/elbv2/deregister-targets.ts';
import * as registration from '../../core/elbv2/register-targets.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';

export const registerTargets: Elbv2Operation<RegisterTargetsCommandInput, RegisterTargetsCommandOutput> = (
  { region, now },
  input,
) => {
  const targetGroupArn = requireMember(input.TargetGroupArn, 'targetGroupArn');
  registration.registerTargets(region, targetGroupArn, descriptions(input.Targets), now);
  return {};
};

export const deregisterTargets: Elbv2Operation<
  DeregisterTargetsCommandInput,
  DeregisterTargetsCommandOutput
> = ({ region, now }, input) => {
  const targetGroupArn = requireMember(input.TargetGroupArn, 'targetGroupArn');
  deregistration.deregisterTargets(region, targetGroupArn, descriptions(input.Targets), now);
  return {};
};

function descriptions(
  targets: readonly TargetDescriptionShape[] | undefined,
): registration.TargetDescription[] {
  return requireMember(targets, 'targets').map((target) => ({
    id: requireMember(target.Id, 'id'),
    port: target.Port,
    availabilityZone: target.AvailabilityZone,
    quicServerId: target.QuicServerId,
  }));
}
