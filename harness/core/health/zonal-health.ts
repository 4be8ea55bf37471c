import type { HealthCheck, ZonalHealth } from '../elbv2/state.ts';

/** How many results in a row change a node's mind. */
export type HealthThresholds = Pick<HealthCheck, 'healthyThresholdCount' | 'unhealthyThresholdCount'>;

/** What a node thinks of a target that it has never probed. */
export function initialHealth(now: number, firstProbeAt: number): ZonalHealth {
  return {
    verdict: 'initial',
    consecutiveSuccesses: 0,
    consecutiveFailures: 0,
    since: now,
    leftHealthyAt: undefined,
    nextProbeAt: firstProbeAt,
    probeInFlight: false,
  };
}

/**
 * Takes one probe's result into account; returns whether the verdict changed.
 *
 * The first passed check makes a new target healthy, whatever the healthy threshold (NLB-TA-13). That a new
 * target needs the unhealthy threshold of failures is our reading: no text says it (NLB-TA-14). Later changes
 * need consecutive results (NLB-TA-15).
 */
export function applyProbe(
  health: ZonalHealth,
  passed: boolean,
  thresholds: HealthThresholds,
  now: number,
): boolean {
  health.consecutiveSuccesses = passed ? health.consecutiveSuccesses + 1 : 0;
  health.consecutiveFailures = passed ? 0 : health.consecutiveFailures + 1;
  const next = verdictAfter(health, thresholds);
  if (next === health.verdict) return false;
  health.leftHealthyAt = health.verdict === 'healthy' ? now : undefined;
  health.verdict = next;
  health.since = now;
  return true;
}

function verdictAfter(health: ZonalHealth, thresholds: HealthThresholds): ZonalHealth['verdict'] {
  const successesNeeded = health.verdict === 'initial' ? 1 : thresholds.healthyThresholdCount;
  if (health.consecutiveSuccesses >= successesNeeded) return 'healthy';
  if (health.consecutiveFailures >= thresholds.unhealthyThresholdCount) return 'unhealthy';
  return health.verdict;
}
