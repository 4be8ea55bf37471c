import { type Dimension, type Metric, metricKey, type NamedStatistics } from './metric.ts';
import type { MetricStore } from './metric-store.ts';
import { mergeStatistics } from './statistic-set.ts';

/**
 * What the nodes report for one minute. Reports of several nodes for the same metric are samples of one point:
 * with the load balancer as only dimension, Sum is over all nodes, and Maximum is the highest of a single node.
 */
export class MetricBatch {
  readonly #reports = new Map<string, { readonly metric: Metric; readonly report: NamedStatistics }>();

  add(dimensions: readonly Dimension[], reports: readonly NamedStatistics[]): void {
    for (const report of reports) {
      const metric = { name: report.name, dimensions };
      const key = metricKey(metric);
      const earlier = this.#reports.get(key)?.report;
      const statistics = earlier ? mergeStatistics(earlier.statistics, report.statistics) : report.statistics;
      this.#reports.set(key, { metric, report: { ...report, statistics } });
    }
  }

  /** Makes the minute's points of what was reported. */
  recordIn(store: MetricStore, at: number): void {
    for (const { metric, report } of this.#reports.values())
      store.record(metric, report.unit, { at, statistics: report.statistics });
  }
}
