import type { Dimension as DimensionShape, Metric as MetricShape } from '@aws-sdk/client-cloudwatch';
import { type Metric, NETWORK_ELB_NAMESPACE } from '../../core/cloudwatch/metric.ts';

/** A metric as CloudWatch shows it. */
export function metricShape({ name, dimensions }: Metric): MetricShape {
  return {
    Namespace: NETWORK_ELB_NAMESPACE,
    MetricName: name,
    Dimensions: dimensions.map((dimension) => ({ Name: dimension.name, Value: dimension.value })),
  };
}

/** A metric as a caller names it. */
export function readMetric(name: string | undefined, dimensions: readonly DimensionShape[] = []): Metric {
  return {
    name: name ?? '',
    dimensions: dimensions.map(({ Name = '', Value = '' }) => ({ name: Name, value: Value })),
  };
}
