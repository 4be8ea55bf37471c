import { AwsError, validationError } from '../aws-error.ts';
import { type Metric, type MetricUnit, NETWORK_ELB_NAMESPACE } from './metric.ts';
import type { MetricStore } from './metric-store.ts';
import { type PeriodRequest, periodsOf } from './periods.ts';
import { BASIC_STATISTICS, findPercentile, findStatistic, isBasicStatistic } from './statistic.ts';

/** AWS's limit for one call. */
const MOST_DATAPOINTS = 1440;

export interface MetricStatisticsRequest extends PeriodRequest {
  readonly namespace: string;
  readonly metric: Metric;
  readonly statistics: readonly string[];
  readonly extendedStatistics: readonly string[];
  /** Only what was reported in this unit. */
  readonly unit: string | undefined;
}

/** The values of one period, by the names of the statistics. */
export interface Datapoint {
  readonly at: number;
  readonly unit: MetricUnit;
  readonly values: ReadonlyMap<string, number>;
}

/** Several statistics of one metric. A metric that nobody reported has no datapoints; it is no error. */
export function getMetricStatistics(store: MetricStore, request: MetricStatisticsRequest): Datapoint[] {
  checkRequest(request);
  const stored = request.namespace === NETWORK_ELB_NAMESPACE ? store.get(request.metric) : undefined;
  if (!stored || (request.unit !== undefined && request.unit !== stored.unit)) return [];
  const names = [...request.statistics, ...request.extendedStatistics];
  return periodsOf(stored, request).map(({ at, sets }) => ({
    at,
    unit: stored.unit,
    values: new Map(
      names.flatMap((name) => {
        const value = findStatistic(name)?.(sets);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  }));
}

function checkRequest(request: MetricStatisticsRequest): void {
  const { startAt, endAt, periodSeconds, statistics, extendedStatistics } = request;
  for (const [index, name] of statistics.entries())
    if (!isBasicStatistic(name)) throw noMember(name, `statistics.${index + 1}.member`);
  if (periodSeconds < 60 || periodSeconds % 60 !== 0)
    throw invalidValue('The parameter Period must be a multiple of 60.');
  if (startAt === endAt) throw invalidValue('The parameter StartTime must not equal parameter EndTime.');
  if (startAt > endAt) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.');
  const datapoints = Math.ceil((endAt - startAt) / 1000 / periodSeconds);
  if (datapoints > MOST_DATAPOINTS) {
    throw badCombination(
      `You have requested up to ${datapoints} datapoints, which exceeds the limit of ${MOST_DATAPOINTS}. ` +
        'You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    );
  }
  if (statistics.length + extendedStatistics.length === 0) {
    throw badCombination(
      'At least one of the parameters Statistics and ExtendedStatistics must be specified.',
    );
  }
  if (statistics.length > 0 && extendedStatistics.length > 0) {
    // The guide says "but not both"; code and text are unsure.
    throw badCombination('The parameters Statistics and ExtendedStatistics must not both be specified.');
  }
  for (const name of extendedStatistics)
    if (!findPercentile(name))
      throw invalidValue(`The value ${name} for parameter ExtendedStatistics is not supported.`);
}

function noMember(value: string, at: string): AwsError {
  const names = Object.keys(BASIC_STATISTICS).join(', ');
  return validationError(
    `1 validation error detected: Value '${value}' at '${at}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${names}]`,
  );
}

function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValue', message);
}

function badCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombination', message);
}
