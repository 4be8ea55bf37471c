import { type MetricPoint, RESOLUTION_MS, type StoredMetric } from './metric-store.ts';
import type { StatisticSet } from './statistic-set.ts';

/** The time that a caller asks about, and how it is to be cut. */
export interface PeriodRequest {
  /** Included, after rounding down to the minute. */
  readonly startAt: number;
  /** Not included. */
  readonly endAt: number;
  /** A multiple of 60. */
  readonly periodSeconds: number;
}

/** The points of one period; periods without points are left out. */
export interface Period {
  /** The beginning of the period. */
  readonly at: number;
  readonly sets: readonly [StatisticSet, ...StatisticSet[]];
}

/**
 * Cuts a metric's points into periods, oldest first. Periods count from the start time; whether AWS counts them
 * from the hour instead is unsure.
 */
export function periodsOf(
  stored: StoredMetric | undefined,
  { startAt, endAt, periodSeconds }: PeriodRequest,
): Period[] {
  const first = Math.floor(startAt / RESOLUTION_MS) * RESOLUTION_MS;
  const periodMs = periodSeconds * 1000;
  const beginningOf = ({ at }: MetricPoint) => first + Math.floor((at - first) / periodMs) * periodMs;
  const periods = new Map<number, [StatisticSet, ...StatisticSet[]]>();
  for (const point of stored?.points ?? []) {
    if (point.at < first || point.at >= endAt) continue;
    const at = beginningOf(point);
    const sets = periods.get(at);
    if (sets) sets.push(point.statistics);
    else periods.set(at, [point.statistics]);
  }
  return [...periods].map(([at, sets]) => ({ at, sets }));
}
