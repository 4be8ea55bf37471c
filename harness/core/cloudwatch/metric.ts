import type { StatisticSet } from './statistic-set.ts';

/** Where all metrics of network load balancers are. */
export const NETWORK_ELB_NAMESPACE = 'AWS/NetworkELB';

/** What a metric is told apart by: CloudWatch takes each combination of dimensions for a metric of its own. */
export interface Metric {
  readonly name: string;
  /** The order does not matter. */
  readonly dimensions: readonly Dimension[];
}

export interface Dimension {
  readonly name: string;
  readonly value: string;
}

/** The units of the load balancer's metrics; that of the capacity units is unsure. */
export type MetricUnit = 'Count' | 'Bytes' | 'Count/Second' | 'Bytes/Second';

/** What is said of a metric's samples, whatever its dimensions. */
export interface NamedStatistics {
  readonly name: string;
  readonly unit: MetricUnit;
  readonly statistics: StatisticSet;
}

/** The same text for the same metric, whatever the order of its dimensions. */
export function metricKey({ name, dimensions }: Metric): string {
  const pairs = dimensions.map((dimension) => JSON.stringify([dimension.name, dimension.value]));
  return [name, ...pairs.sort()].join(' ');
}
