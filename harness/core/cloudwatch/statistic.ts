import { mergeStatistics, percentileOf, type StatisticSet } from './statistic-set.ts';

/** Takes one number out of the points of a period; undefined where they do not give it. */
export type Statistic = (sets: readonly [StatisticSet, ...StatisticSet[]]) => number | undefined;

/** The statistics that every metric has, by CloudWatch's names. */
export const BASIC_STATISTICS = {
  SampleCount: (sets) => merged(sets).sampleCount,
  Average: (sets) => merged(sets).sum / merged(sets).sampleCount,
  Sum: (sets) => merged(sets).sum,
  Minimum: (sets) => merged(sets).minimum,
  Maximum: (sets) => merged(sets).maximum,
} as const satisfies Record<string, Statistic>;

export type BasicStatistic = keyof typeof BASIC_STATISTICS;

/** Whether this is one of the five names. */
export function isBasicStatistic(name: string): name is BasicStatistic {
  return Object.hasOwn(BASIC_STATISTICS, name);
}

/** What a name stands for: one of the five, or a percentile such as `p99.9`; undefined for any other. */
export function findStatistic(name: string): Statistic | undefined {
  return isBasicStatistic(name) ? BASIC_STATISTICS[name] : findPercentile(name);
}

/** A percentile by its name, `p0` to `p100`. */
export function findPercentile(name: string): Statistic | undefined {
  const match = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name);
  const percentile = Number(match?.[1]);
  return percentile <= 100 ? (sets) => percentileOf(sets, percentile) : undefined;
}

function merged([first, ...others]: readonly [StatisticSet, ...StatisticSet[]]): StatisticSet {
  return others.reduce(mergeStatistics, first);
}
