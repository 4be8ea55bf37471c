import { getMetricData } from './get-metric-data.ts';
import { getMetricStatistics } from './get-metric-statistics.ts';
import { listMetrics } from './list-metrics.ts';

/** What of the CloudWatch API is implemented, by operation name: reading what the load balancers report. */
export const cloudwatchOperations = {
  ListMetrics: listMetrics,
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
};
