import { AwsError, validationError } from '../aws-error.ts';
import { NETWORK_ELB_NAMESPACE } from './metric.ts';
import { type CheckedQuery, checkQueries, type MetricDataQuery } from './metric-data-query.ts';
import type { MetricStore } from './metric-store.ts';
import { type PeriodRequest, periodsOf } from './periods.ts';
import { findStatistic } from './statistic.ts';

export interface MetricDataRequest extends Omit<PeriodRequest, 'periodSeconds'> {
  readonly queries: readonly MetricDataQuery[];
  readonly newestFirst: boolean;
  /** Undefined is as many as AWS allows. */
  readonly maxDatapoints: number | undefined;
  readonly nextToken: string | undefined;
}

/** The answer to one question: values and their instants, in the order that was asked for. */
export interface MetricDataResult {
  readonly id: string;
  readonly label: string;
  readonly points: readonly MetricValue[];
  /** False where more points come with the next page. */
  readonly complete: boolean;
}

export interface MetricValue {
  readonly at: number;
  readonly value: number;
}

/** AWS's limit and default for one page. */
const MOST_DATAPOINTS = 100_800;

/** Answers several questions, page by page: a page ends after so many points, in the order of the questions. */
export function getMetricData(
  store: MetricStore,
  request: MetricDataRequest,
): { readonly results: MetricDataResult[]; readonly nextToken: string | undefined } {
  const { startAt, endAt, maxDatapoints = MOST_DATAPOINTS } = request;
  const queries = checkQueries(request.queries);
  if (startAt > endAt) throw validationError('The parameter EndTime must be greater than StartTime.');
  if (startAt === endAt) throw validationError('The parameter StartTime must not equal parameter EndTime.');
  if (!Number.isInteger(maxDatapoints) || maxDatapoints < 1 || maxDatapoints > MOST_DATAPOINTS)
    throw validationError(`The parameter MaxDatapoints must be between 1 and ${MOST_DATAPOINTS}.`);
  const skipped = readToken(request.nextToken);

  const pageEnd = skipped + maxDatapoints;
  const results: MetricDataResult[] = [];
  let position = 0;
  for (const query of queries.filter(({ returnData }) => returnData)) {
    const points = valuesOf(store, query, request);
    const onPage = points.slice(Math.max(0, skipped - position), Math.max(0, pageEnd - position));
    const complete = position + points.length <= pageEnd;
    position += points.length;
    // A question without any value is answered on the first page.
    if (onPage.length > 0 || (points.length === 0 && skipped === 0))
      results.push({ id: query.id, label: labelOf(query), points: onPage, complete });
  }
  return { results, nextToken: position > pageEnd ? writeToken(pageEnd) : undefined };
}

function valuesOf(
  store: MetricStore,
  { metricStat }: CheckedQuery,
  request: MetricDataRequest,
): MetricValue[] {
  const { namespace, metric, periodSeconds, statistic, unit } = metricStat;
  const stored = namespace === NETWORK_ELB_NAMESPACE ? store.get(metric) : undefined;
  if (unit !== undefined && stored?.unit !== unit) return [];
  const values = periodsOf(stored, { ...request, periodSeconds }).flatMap(({ at, sets }) => {
    const value = findStatistic(statistic)?.(sets);
    return value === undefined ? [] : [{ at, value }];
  });
  return request.newestFirst ? values.reverse() : values;
}

/** CloudWatch makes a label of what tells the questions apart; what it makes of one metric is its name (unsure). */
function labelOf({ label, metricStat }: CheckedQuery): string {
  return label ?? metricStat.metric.name;
}

const TOKEN_PREFIX = 'datapoints-';

function writeToken(position: number): string {
  return `${TOKEN_PREFIX}${position}`;
}

function readToken(token: string | undefined): number {
  if (token === undefined) return 0;
  const match = new RegExp(`^${TOKEN_PREFIX}([1-9]\\d{0,14})$`).exec(token);
  if (!match) throw new AwsError('InvalidNextToken', 'Request parameter NextToken is invalid');
  return Number(match[1]);
}
