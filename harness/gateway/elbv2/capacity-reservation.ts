import type {
  DescribeCapacityReservationCommandInput,
  DescribeCapacityReservationCommandOutput,
  ModifyCapacityReservationCommandInput,
  ModifyCapacityReservationCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import * as reservation from '../../core/elbv2/capacity-reservation.ts';
import { requireMember } from '../../core/elbv2/constraints.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';

export const modifyCapacityReservation: Elbv2Operation<
  ModifyCapacityReservationCommandInput,
  ModifyCapacityReservationCommandOutput
> = ({ region, now }, input) =>
  reservationShape(
    reservation.modifyCapacityReservation(
      region,
      {
        loadBalancerArn: requireMember(input.LoadBalancerArn, 'loadBalancerArn'),
        capacityUnits: input.MinimumLoadBalancerCapacity?.CapacityUnits,
        reset: input.ResetCapacityReservation ?? false,
      },
      now,
    ),
  );

export const describeCapacityReservation: Elbv2Operation<
  DescribeCapacityReservationCommandInput,
  DescribeCapacityReservationCommandOutput
> = ({ region, now }, input) =>
  reservationShape(
    reservation.describeCapacityReservation(
      region,
      requireMember(input.LoadBalancerArn, 'loadBalancerArn'),
      now,
    ),
  );

function reservationShape({
  modifiedAt,
  decreasesRemaining,
  capacityUnits,
  zones,
}: reservation.CapacityReservationDescription): Omit<DescribeCapacityReservationCommandOutput, '$metadata'> {
  return {
    ...(modifiedAt !== undefined && { LastModifiedTime: new Date(modifiedAt) }),
    DecreaseRequestsRemaining: decreasesRemaining,
    ...(capacityUnits !== undefined && { MinimumLoadBalancerCapacity: { CapacityUnits: capacityUnits } }),
    CapacityReservationState: zones.map((zone) => ({
      AvailabilityZone: zone.availabilityZone,
      State: { Code: zone.state },
      EffectiveCapacityUnits: zone.capacityUnits,
    })),
  };
}
