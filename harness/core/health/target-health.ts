import type { Target, TargetGroup, ZonalHealth } from '../elbv2/state.ts';
import type { Region } from '../region.ts';
import { healthCheckPort, targetZone } from './target-location.ts';
import { type TargetGroupUse, targetGroupUse, type UnusedCause, unusedCause } from './target-use.ts';
import { unhealthyDrainingEndsAt } from './unhealthy-draining.ts';

/** What DescribeTargetHealth says of a target: AWS's states, reason codes and texts (NLB-TA-07, NLB-TA-08). */
export interface TargetHealthDescription {
  readonly state: 'initial' | 'healthy' | 'unhealthy' | 'unhealthy.draining' | 'unused' | 'draining';
  /** Undefined with `healthy`, as is the description. */
  readonly reason: string | undefined;
  readonly description: string | undefined;
  /** The port that is checked, as AWS writes it: a string. */
  readonly healthCheckPort: string;
}

type Health = Omit<TargetHealthDescription, 'healthCheckPort'>;

const UNUSED = {
  'group-not-in-use': [
    'Target.NotInUse',
    'Target group is not configured to receive traffic from the load balancer',
  ],
  'zone-not-enabled': [
    'Target.NotInUse',
    'Target is in an Availability Zone that is not enabled for the load balancer',
  ],
  // The API's reading; the newest guide calls a stopped instance `unhealthy` (NLB-TA-11, unsure).
  'instance-stopped': ['Target.InvalidState', 'Target is in the stopped state'],
  'instance-terminated': ['Target.InvalidState', 'Target is in the terminated state'],
  'address-of-load-balancer': [
    'Target.IpUnusable',
    'The IP address cannot be used as a target, as it is in use by a load balancer',
  ],
} as const satisfies Record<UnusedCause, readonly [reason: string, description: string]>;

/** The health that the API shows for a registered target: the consensus of the enabled zones' nodes (NLB-HC-02). */
export function describeTargetHealth(
  region: Region,
  targetGroup: TargetGroup,
  target: Target,
  now: number,
): TargetHealthDescription {
  return {
    ...health(region, targetGroup, target, now),
    healthCheckPort: String(healthCheckPort(targetGroup, target)),
  };
}

/** The answer for a target that somebody asks for by name and that is not registered (NLB-TA-10). */
export function describeUnregisteredTarget(
  targetGroup: TargetGroup,
  target: { readonly port: number },
): TargetHealthDescription {
  return {
    state: 'unused',
    reason: 'Target.NotRegistered',
    description: 'Target is not registered to the target group',
    healthCheckPort: String(healthCheckPort(targetGroup, target)),
  };
}

function health(region: Region, targetGroup: TargetGroup, target: Target, now: number): Health {
  const use = targetGroupUse(region, targetGroup.arn);
  const unused = unusedCause(region, targetGroup, target, use);
  if (!use || unused === 'group-not-in-use') return unusedHealth('group-not-in-use');
  if (target.drainingUntil !== undefined)
    return {
      state: 'draining',
      reason: 'Target.DeregistrationInProgress',
      description: 'Target deregistration is in progress',
    };
  if (unused) return unusedHealth(unused);
  switch (consensus(use, target, targetZone(region, targetGroup, target))) {
    case 'healthy':
      return { state: 'healthy', reason: undefined, description: undefined };
    case 'unhealthy':
      return unhealthy(targetGroup, target, now);
    case 'initial':
      return initial(region, use, target, now);
  }
}

function unusedHealth(cause: UnusedCause): Health {
  const [reason, description] = UNUSED[cause];
  return { state: 'unused', reason, description };
}

function initial(region: Region, use: TargetGroupUse, target: Target, now: number): Health {
  const registering =
    use.loadBalancer.state !== 'active' || now < target.registeredAt + region.timings.registrationMs;
  return registering
    ? {
        state: 'initial',
        reason: 'Elb.RegistrationInProgress',
        description: 'Target registration is in progress',
      }
    : {
        state: 'initial',
        reason: 'Elb.InitialHealthChecking',
        description: 'Initial health checks in progress',
      };
}

/** An NLB names one reason for every kind of failure (NLB-TA-09). */
function unhealthy(targetGroup: TargetGroup, target: Target, now: number): Health {
  const draining = [...target.health.values()].some(
    (zonal) => now < (unhealthyDrainingEndsAt(targetGroup, zonal) ?? Number.NEGATIVE_INFINITY),
  );
  return {
    state: draining ? 'unhealthy.draining' : 'unhealthy',
    reason: 'Target.FailedHealthChecks',
    description: 'Health checks failed',
  };
}

/** The majority of the nodes; a tie is decided by the node of the target's own zone, else by the first node. */
function consensus(use: TargetGroupUse, target: Target, ownZone: string | undefined): ZonalHealth['verdict'] {
  const opinions = use.loadBalancer.zones.map(({ availabilityZone }) => ({
    availabilityZone,
    verdict: target.health.get(availabilityZone)?.verdict ?? 'initial',
  }));
  const count = (verdict: string) => opinions.filter((opinion) => opinion.verdict === verdict).length;
  for (const verdict of ['healthy', 'unhealthy', 'initial'] as const)
    if (count(verdict) * 2 > opinions.length) return verdict;
  const deciding = opinions.find(({ availabilityZone }) => availabilityZone === ownZone) ?? opinions[0];
  return deciding?.verdict ?? 'initial';
}
