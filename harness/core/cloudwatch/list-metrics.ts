import { AwsError, validationError } from '../aws-error.ts';
import { type Metric, metricKey, NETWORK_ELB_NAMESPACE } from './metric.ts';
import { type MetricStore, RETENTION_MS } from './metric-store.ts';

export interface MetricFilter {
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  /** A metric has each of these dimensions, with the value if one is given; it may have others. */
  readonly dimensions: readonly { readonly name: string; readonly value: string | undefined }[];
  /** `PT3H`: only metrics with a point in the last three hours. */
  readonly recentlyActive: string | undefined;
  readonly nextToken: string | undefined;
}

/** AWS's page size. */
const PAGE_SIZE = 500;

/**
 * The metrics that a filter lets through, page by page. AWS shows a metric up to 15 minutes after its first point
 * and for two weeks after its last; here it is there at once, and for as long as the store keeps a point.
 */
export function listMetrics(
  store: MetricStore,
  filter: MetricFilter,
  now: number,
): { readonly metrics: readonly Metric[]; readonly nextToken: string | undefined } {
  if (filter.recentlyActive !== undefined && filter.recentlyActive !== 'PT3H') {
    throw validationError(
      `1 validation error detected: Value '${filter.recentlyActive}' at 'recentlyActive' failed to satisfy ` +
        'constraint: Member must satisfy enum value set: [PT3H]',
    );
  }
  const metrics = store
    .all()
    .filter(({ metric, points }) => {
      const isRecent = (points.at(-1)?.at ?? Number.NEGATIVE_INFINITY) >= now - RETENTION_MS;
      return matches(metric, filter) && (filter.recentlyActive === undefined || isRecent);
    })
    .map(({ metric }) => metric);
  const start = startOf(metrics, filter.nextToken);
  const page = metrics.slice(start, start + PAGE_SIZE);
  const last = page.at(-1);
  const more = start + page.length < metrics.length;
  return { metrics: page, nextToken: more && last ? metricKey(last) : undefined };
}

function matches(metric: Metric, { namespace, name, dimensions }: MetricFilter): boolean {
  if (namespace !== undefined && namespace !== NETWORK_ELB_NAMESPACE) return false;
  if (name !== undefined && name !== metric.name) return false;
  return dimensions.every((wanted) =>
    metric.dimensions.some(
      (has) => has.name === wanted.name && (wanted.value === undefined || has.value === wanted.value),
    ),
  );
}

/** The token names the last metric of the page before, so metrics that come or go elsewhere do not disturb it. */
function startOf(metrics: readonly Metric[], token: string | undefined): number {
  if (token === undefined) return 0;
  const index = metrics.findIndex((metric) => metricKey(metric) === token);
  if (index < 0) throw new AwsError('InvalidParameterValue', 'Request parameter NextToken is invalid');
  return index + 1;
}
