import { type Metric, type MetricUnit, metricKey } from './metric.ts';
import type { StatisticSet } from './statistic-set.ts';

/** Points are stored for whole minutes. */
export const RESOLUTION_MS = 60_000;

/**
 * How long points are kept, counted from the newest. CloudWatch keeps one-minute points for 15 days, and coarser
 * ones for longer; here three hours are enough, so that a served world can run for weeks in bounded memory.
 */
export const RETENTION_MS = 3 * 60 * 60_000;

/** One minute of a metric. */
export interface MetricPoint {
  /** The beginning of the minute. */
  readonly at: number;
  readonly statistics: StatisticSet;
}

/** A metric with everything that is kept of it. */
export interface StoredMetric {
  readonly metric: Metric;
  readonly unit: MetricUnit;
  /** Oldest first. */
  readonly points: readonly MetricPoint[];
}

interface MutableMetric extends StoredMetric {
  points: MetricPoint[];
}

/** The metrics of one Region. A metric is there as long as it has a point. */
export class MetricStore {
  readonly #metrics = new Map<string, MutableMetric>();

  /** Adds a metric's point. Minutes come in their order; a second point of a minute takes the first one's place. */
  record(metric: Metric, unit: MetricUnit, point: MetricPoint): void {
    const key = metricKey(metric);
    const stored = this.#metrics.get(key);
    if (!stored) {
      this.#metrics.set(key, { metric, unit, points: [point] });
      return;
    }
    if (stored.points.at(-1)?.at === point.at) stored.points.pop();
    stored.points.push(point);
  }

  /** Forgets points that are older than the retention, and metrics that have none left. */
  forgetBefore(now: number): void {
    const oldest = now - RETENTION_MS;
    for (const [key, stored] of this.#metrics) {
      stored.points = stored.points.filter(({ at }) => at >= oldest);
      if (stored.points.length === 0) this.#metrics.delete(key);
    }
  }

  get(metric: Metric): StoredMetric | undefined {
    return this.#metrics.get(metricKey(metric));
  }

  /** In the order in which they first appeared. */
  all(): readonly StoredMetric[] {
    return [...this.#metrics.values()];
  }
}
