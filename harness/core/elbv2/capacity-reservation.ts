import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { listenersOf } from './associations.ts';
import { checkRange } from './constraints.ts';
import { getLoadBalancer } from './lookup.ts';
import type { LoadBalancer } from './state.ts';

/** Quota per load balancer by type; that AWS gives a new account 0 per Region is not enforced. Unsure. */
const MAX_CAPACITY_UNITS = { network: 45_000, application: 1_500, gateway: 0 } as const;
const DECREASES_PER_DAY = 2;
const DAY_MS = 24 * 60 * 60 * 1000;

/** What ModifyCapacityReservation is given: units, or a reset. */
export interface ModifyCapacityReservationInput {
  readonly loadBalancerArn: string;
  readonly capacityUnits: number | undefined;
  readonly reset: boolean;
}

/** A reservation as the two operations show it. */
export interface CapacityReservationDescription {
  readonly modifiedAt: number | undefined;
  readonly decreasesRemaining: number;
  readonly capacityUnits: number | undefined;
  readonly zones: readonly {
    readonly availabilityZone: string;
    readonly state: 'pending' | 'provisioned';
    readonly capacityUnits: number;
  }[];
}

/**
 * ModifyCapacityReservation, as data: no data plane has a capacity. Throws LoadBalancerNotFound, ValidationError,
 * PriorRequestNotComplete while the last request is pending, CapacityDecreaseRequestLimitExceeded after two
 * decreases a day, CapacityUnitsLimitExceeded, and InvalidConfigurationRequest beside a TLS listener. All texts
 * are unsure.
 */
export function modifyCapacityReservation(
  region: Region,
  { loadBalancerArn, capacityUnits, reset }: ModifyCapacityReservationInput,
  now: number,
): CapacityReservationDescription {
  checkRange(capacityUnits, 'minimumLoadBalancerCapacity.capacityUnits', [1, Number.MAX_SAFE_INTEGER]);
  const loadBalancer = getLoadBalancer(region, loadBalancerArn);
  if (reset === (capacityUnits !== undefined))
    throw validationError('You must specify either a minimum load balancer capacity or a reset, not both');
  const { capacityReservation: present } = loadBalancer;
  checkChange(region, loadBalancer, capacityUnits, now);
  const isDecrease =
    capacityUnits !== undefined && capacityUnits < (present?.capacityUnits ?? Number.NEGATIVE_INFINITY);
  const decreasedAt = recentDecreases(loadBalancer, now);
  if (isDecrease && decreasedAt.length >= DECREASES_PER_DAY)
    throw new AwsError(
      'CapacityDecreaseRequestLimitExceeded',
      `You cannot decrease the capacity reservation more than '${DECREASES_PER_DAY}' times a day`,
    );
  loadBalancer.capacityReservation = {
    capacityUnits,
    modifiedAt: now,
    // AWS takes minutes to hours. No source gives a figure to emulate, so it takes as long as provisioning.
    provisionedAt: now + region.timings.provisioningMs,
    decreasedAt: isDecrease ? [...decreasedAt, now] : decreasedAt,
  };
  return describeCapacityReservation(region, loadBalancerArn, now);
}

/** DescribeCapacityReservation. Throws ValidationError, LoadBalancerNotFound. */
export function describeCapacityReservation(
  region: Region,
  loadBalancerArn: string,
  now: number,
): CapacityReservationDescription {
  const loadBalancer = getLoadBalancer(region, loadBalancerArn);
  const { capacityReservation, zones } = loadBalancer;
  const { capacityUnits, modifiedAt, provisionedAt = now } = capacityReservation ?? {};
  return {
    modifiedAt,
    decreasesRemaining: DECREASES_PER_DAY - recentDecreases(loadBalancer, now).length,
    capacityUnits,
    zones:
      capacityUnits === undefined
        ? []
        : zones.map(({ availabilityZone }) => ({
            availabilityZone,
            state: provisionedAt > now ? 'pending' : 'provisioned',
            capacityUnits: capacityUnits / zones.length,
          })),
  };
}

function checkChange(
  region: Region,
  { arn, type, capacityReservation }: LoadBalancer,
  capacityUnits: number | undefined,
  now: number,
): void {
  if ((capacityReservation?.provisionedAt ?? now) > now)
    throw new AwsError(
      'PriorRequestNotComplete',
      'The previous capacity reservation request is not complete',
    );
  if (capacityUnits === undefined) return;
  if (listenersOf(region, arn).some(({ protocol }) => protocol === 'TLS'))
    throw new AwsError(
      'InvalidConfigurationRequest',
      'Capacity reservation is not supported for Network Load Balancers with TLS listeners',
    );
  if (capacityUnits > MAX_CAPACITY_UNITS[type])
    throw new AwsError(
      'CapacityUnitsLimitExceeded',
      `The maximum number of reserved capacity units has been exceeded: '${MAX_CAPACITY_UNITS[type]}'`,
    );
}

function recentDecreases({ capacityReservation }: LoadBalancer, now: number): readonly number[] {
  return capacityReservation?.decreasedAt.filter((at) => at > now - DAY_MS) ?? [];
}
