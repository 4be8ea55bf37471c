import { type AwsError, validationError } from '../aws-error.ts';
import type { Metric } from './metric.ts';
import { findStatistic } from './statistic.ts';

/** One question of a GetMetricData call, as the caller put it. */
export interface MetricDataQuery {
  readonly id: string;
  readonly expression: string | undefined;
  readonly metricStat: MetricStat | undefined;
  readonly label: string | undefined;
  /** Whether its values are wanted; true unless the caller says no. */
  readonly returnData: boolean;
}

/** A statistic of a metric. */
export interface MetricStat {
  readonly namespace: string;
  readonly metric: Metric;
  readonly periodSeconds: number;
  readonly statistic: string;
  readonly unit: string | undefined;
}

/** A question that has been checked. */
export interface CheckedQuery extends MetricDataQuery {
  readonly metricStat: MetricStat;
}

/** AWS's limit for one call. */
const MOST_QUERIES = 500;

/** Checks all questions of a call. Texts without a source are unsure; the code is AWS's for this operation. */
export function checkQueries(queries: readonly MetricDataQuery[]): CheckedQuery[] {
  if (queries.length > MOST_QUERIES)
    throw validationError(
      `The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`,
    );
  if (new Set(queries.map(({ id }) => id)).size < queries.length)
    throw validationError('The values for parameter id in MetricDataQueries are not unique.');
  return queries.map((query, index) => checkQuery(query, `MetricDataQueries.member.${index + 1}`));
}

function checkQuery(query: MetricDataQuery, at: string): CheckedQuery {
  const { id, expression, metricStat } = query;
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id))
    throw validationError(
      `The value for parameter ${at}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    );
  if (expression !== undefined && metricStat)
    throw validationError(`The parameters ${at}.Expression and ${at}.MetricStat are mutually exclusive.`);
  if (expression !== undefined) throw notEmulated(at);
  if (!metricStat) throw validationError(`The parameter ${at}.MetricStat is required.`);
  const { periodSeconds, statistic } = metricStat;
  if (periodSeconds < 60 || periodSeconds % 60 !== 0)
    throw validationError(`The parameter ${at}.MetricStat.Period must be a multiple of 60.`);
  if (!findStatistic(statistic))
    throw validationError(`The value ${statistic} for parameter ${at}.MetricStat.Stat is not supported.`);
  return { ...query, metricStat };
}

function notEmulated(at: string): AwsError {
  return validationError(
    `The parameter ${at}.Expression is not supported: nlb-harness does not emulate metric math and queries.`,
  );
}
