import type {
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput,
} from '@aws-sdk/client-cloudwatch';
import * as statistics from '../../core/cloudwatch/get-metric-statistics.ts';
import { isBasicStatistic } from '../../core/cloudwatch/statistic.ts';
import type { CloudwatchOperation } from './cloudwatch-operation.ts';
import { readMetric } from './metric-shape.ts';

export const getMetricStatistics: CloudwatchOperation<
  GetMetricStatisticsCommandInput,
  GetMetricStatisticsCommandOutput
> = ({ region }, input) => {
  const datapoints = statistics.getMetricStatistics(region.metrics, {
    namespace: input.Namespace ?? '',
    metric: readMetric(input.MetricName, input.Dimensions),
    startAt: input.StartTime?.getTime() ?? 0,
    endAt: input.EndTime?.getTime() ?? 0,
    periodSeconds: input.Period ?? 0,
    statistics: input.Statistics ?? [],
    extendedStatistics: input.ExtendedStatistics ?? [],
    unit: input.Unit,
  });
  return { Label: input.MetricName, Datapoints: datapoints.map(datapointShape) };
};

function datapointShape({ at, unit, values }: statistics.Datapoint) {
  const named = [...values];
  const extended = named.filter(([name]) => !isBasicStatistic(name));
  return {
    Timestamp: new Date(at),
    Unit: unit,
    ...Object.fromEntries(named.filter(([name]) => isBasicStatistic(name))),
    ...(extended.length > 0 && { ExtendedStatistics: Object.fromEntries(extended) }),
  };
}
