/** What is kept of the samples of a metric in one minute; the samples themselves are not. */
export interface StatisticSet {
  readonly sampleCount: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** The set of one sample. */
export function statisticOf(value: number): StatisticSet {
  return { sampleCount: 1, sum: value, minimum: value, maximum: value };
}

/** The set of the samples of both. */
export function mergeStatistics(left: StatisticSet, right: StatisticSet): StatisticSet {
  return {
    sampleCount: left.sampleCount + right.sampleCount,
    sum: left.sum + right.sum,
    minimum: Math.min(left.minimum, right.minimum),
    maximum: Math.max(left.maximum, right.maximum),
  };
}

/**
 * A percentile of the samples of several sets, 0 to 100, by nearest rank; undefined where a set has different
 * samples, because their values are not kept. CloudWatch has the same limit for sets that a client publishes;
 * what it keeps of its own metrics is not known (unsure).
 */
export function percentileOf(sets: readonly StatisticSet[], percentile: number): number | undefined {
  if (sets.length === 0 || sets.some(({ minimum, maximum }) => minimum !== maximum)) return undefined;
  const ordered = [...sets].sort((left, right) => left.minimum - right.minimum);
  const total = ordered.reduce((count, { sampleCount }) => count + sampleCount, 0);
  const rank = Math.max(1, Math.ceil((percentile / 100) * total));
  let seen = 0;
  for (const { sampleCount, minimum } of ordered) {
    seen += sampleCount;
    if (seen >= rank) return minimum;
  }
  return undefined;
}
