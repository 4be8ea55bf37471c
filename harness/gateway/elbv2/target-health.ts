import type {
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput,
  TargetDescription,
  TargetHealthReasonEnum,
  TargetHealthDescription as TargetHealthShape,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkEnum, requireMember } from '../../core/elbv2/constraints.ts';
import { getTargetGroup } from '../../core/elbv2/lookup.ts';
import { checkTargetPorts } from '../../core/elbv2/register-targets.ts';
import { type Target, type TargetGroup, targetKey } from '../../core/elbv2/state.ts';
import {
  describeTargetHealth as describeRegisteredTarget,
  describeUnregisteredTarget,
  type TargetHealthDescription,
} from '../../core/health/target-health.ts';
import { isRegistered } from '../../core/health/target-use.ts';
import type { OperationContext } from '../operation.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';

/** All registered targets, or those asked for, registered or not (NLB-TA-10). */
export const describeTargetHealth: Elbv2Operation<
  DescribeTargetHealthCommandInput,
  DescribeTargetHealthCommandOutput
> = (context, input) => {
  for (const include of input.Include ?? []) checkEnum(include, 'include', ['AnomalyDetection', 'All']);
  const targetGroup = getTargetGroup(context.region, requireMember(input.TargetGroupArn, 'targetGroupArn'));
  const asked = input.Targets ?? [];
  checkTargetPorts(asked.map(({ Port }) => ({ port: Port })));
  return {
    TargetHealthDescriptions:
      asked.length > 0
        ? asked.map((description) => askedTarget(context, targetGroup, description))
        : [...targetGroup.targets.values()]
            .filter((target) => isRegistered(target, context.now))
            .map((target) => registeredTarget(context, targetGroup, target)),
  };
};

function askedTarget(
  context: OperationContext,
  targetGroup: TargetGroup,
  { Id, Port, AvailabilityZone }: TargetDescription,
): TargetHealthShape {
  const id = requireMember(Id, 'id');
  const port = Port ?? targetGroup.port;
  const target = targetGroup.targets.get(targetKey(id, port));
  if (target && isRegistered(target, context.now)) return registeredTarget(context, targetGroup, target);
  return healthShape(
    { Id: id, Port: port, ...(AvailabilityZone !== undefined && { AvailabilityZone }) },
    describeUnregisteredTarget(targetGroup, { port }),
  );
}

function registeredTarget(
  { region, now }: OperationContext,
  targetGroup: TargetGroup,
  target: Target,
): TargetHealthShape {
  const { id, port, availabilityZone, quicServerId } = target;
  const description: TargetDescription = {
    Id: id,
    Port: port,
    ...(targetGroup.targetType === 'ip' && { AvailabilityZone: availabilityZone }),
    ...(quicServerId !== undefined && { QuicServerId: quicServerId }),
  };
  return healthShape(description, describeRegisteredTarget(region, targetGroup, target, now));
}

function healthShape(
  target: TargetDescription,
  { state, reason, description, healthCheckPort }: TargetHealthDescription,
): TargetHealthShape {
  return {
    Target: target,
    HealthCheckPort: healthCheckPort,
    TargetHealth: {
      State: state,
      ...(reason !== undefined && { Reason: reason as TargetHealthReasonEnum }),
      ...(description !== undefined && { Description: description }),
    },
    // Zonal shift, which alone overrides, is not emulated; the text is unsure (NLB-TA-10).
    AdministrativeOverride: {
      State: 'no_override',
      Reason: 'AdministrativeOverride.NoOverride',
      Description: 'No override is currently active on target',
    },
  };
}
