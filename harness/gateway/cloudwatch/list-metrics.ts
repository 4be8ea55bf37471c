import type { ListMetricsCommandInput, ListMetricsCommandOutput } from '@aws-sdk/client-cloudwatch';
import * as listing from '../../core/cloudwatch/list-metrics.ts';
import type { CloudwatchOperation } from './cloudwatch-operation.ts';
import { metricShape } from './metric-shape.ts';

export const listMetrics: CloudwatchOperation<ListMetricsCommandInput, ListMetricsCommandOutput> = (
  { region, now },
  input,
) => {
  const { metrics, nextToken } = listing.listMetrics(
    region.metrics,
    {
      namespace: input.Namespace,
      name: input.MetricName,
      dimensions: (input.Dimensions ?? []).map(({ Name = '', Value }) => ({ name: Name, value: Value })),
      recentlyActive: input.RecentlyActive,
      nextToken: input.NextToken,
    },
    now,
  );
  return { Metrics: metrics.map(metricShape), NextToken: nextToken };
};
