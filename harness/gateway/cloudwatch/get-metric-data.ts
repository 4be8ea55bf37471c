import type {
  GetMetricDataCommandInput,
  GetMetricDataCommandOutput,
  MetricDataQuery as QueryShape,
} from '@aws-sdk/client-cloudwatch';
import * as data from '../../core/cloudwatch/get-metric-data.ts';
import type { MetricDataQuery } from '../../core/cloudwatch/metric-data-query.ts';
import type { CloudwatchOperation } from './cloudwatch-operation.ts';
import { readMetric } from './metric-shape.ts';

export const getMetricData: CloudwatchOperation<GetMetricDataCommandInput, GetMetricDataCommandOutput> = (
  { region },
  input,
) => {
  const { results, nextToken } = data.getMetricData(region.metrics, {
    queries: (input.MetricDataQueries ?? []).map(readQuery),
    startAt: input.StartTime?.getTime() ?? 0,
    endAt: input.EndTime?.getTime() ?? 0,
    newestFirst: input.ScanBy !== 'TimestampAscending',
    maxDatapoints: input.MaxDatapoints,
    nextToken: input.NextToken,
  });
  return { MetricDataResults: results.map(resultShape), NextToken: nextToken, Messages: [] };
};

function readQuery({
  Id = '',
  Expression,
  MetricStat,
  Label,
  ReturnData = true,
}: QueryShape): MetricDataQuery {
  return {
    id: Id,
    expression: Expression,
    metricStat: MetricStat && {
      namespace: MetricStat.Metric?.Namespace ?? '',
      metric: readMetric(MetricStat.Metric?.MetricName, MetricStat.Metric?.Dimensions),
      periodSeconds: MetricStat.Period ?? 0,
      statistic: MetricStat.Stat ?? '',
      unit: MetricStat.Unit,
    },
    label: Label,
    returnData: ReturnData,
  };
}

function resultShape({ id, label, points, complete }: data.MetricDataResult) {
  return {
    Id: id,
    Label: label,
    Timestamps: points.map(({ at }) => new Date(at)),
    Values: points.map(({ value }) => value),
    StatusCode: complete ? ('Complete' as const) : ('PartialData' as const),
  };
}
