import fc from 'fast-check';
import { expect, test } from 'vitest';
import { getMetricData, type MetricDataRequest } from './get-metric-data.ts';
import { getMetricStatistics, type MetricStatisticsRequest } from './get-metric-statistics.ts';
import type { Metric } from './metric.ts';
import { MetricStore, RESOLUTION_MS } from './metric-store.ts';
import { refusal } from './refusal.fixture.ts';
import { statisticOf } from './statistic-set.ts';

const START = Date.UTC(2026, 0, 1);
const at = (minute: number) => START + minute * RESOLUTION_MS;
const FLOWS: Metric = { name: 'NewFlowCount', dimensions: [{ name: 'LoadBalancer', value: 'net/lb/1' }] };

function storeOf(values: ReadonlyMap<number, number>, metric = FLOWS): MetricStore {
  const store = new MetricStore();
  for (const [minute, value] of values)
    store.record(metric, 'Count', { at: at(minute), statistics: statisticOf(value) });
  return store;
}

const STATISTICS: MetricStatisticsRequest = {
  namespace: 'AWS/NetworkELB',
  metric: FLOWS,
  startAt: at(0),
  endAt: at(10),
  periodSeconds: 60,
  statistics: ['Sum'],
  extendedStatistics: [],
  unit: undefined,
};

const QUERY = {
  id: 'a',
  expression: undefined,
  metricStat: {
    namespace: 'AWS/NetworkELB',
    metric: FLOWS,
    periodSeconds: 60,
    statistic: 'Sum',
    unit: undefined,
  },
  label: undefined,
  returnData: true,
};

const DATA: MetricDataRequest = {
  queries: [QUERY],
  startAt: at(0),
  endAt: at(10),
  newestFirst: false,
  maxDatapoints: undefined,
  nextToken: undefined,
};

test('NLB-CW-01 a minute without a point has no datapoint, which is not zero', () => {
  const store = storeOf(
    new Map([
      [0, 0],
      [2, 5],
    ]),
  );
  const sums = getMetricStatistics(store, STATISTICS).map(({ at, values }) => [at, values.get('Sum')]);
  expect(sums).toEqual([
    [at(0), 0],
    [at(2), 5],
  ]);
});

test('the start is included after rounding down to its minute, and the end is not', () => {
  const store = storeOf(
    new Map([
      [0, 1],
      [1, 2],
      [2, 3],
    ]),
  );
  const points = getMetricStatistics(store, { ...STATISTICS, startAt: at(0) + 59_999, endAt: at(2) });
  expect(points.map((point) => point.at)).toEqual([at(0), at(1)]);
});

test('every point of the time asked for is in exactly one period, whatever its length', () => {
  const minutes = fc.uniqueArray(fc.nat({ max: 179 }), { minLength: 1 });
  fc.assert(
    fc.property(minutes, fc.nat({ max: 60 }), fc.integer({ min: 1, max: 30 }), (present, from, length) => {
      const ordered = present.toSorted((left, right) => left - right);
      const store = storeOf(new Map(ordered.map((minute) => [minute, 2 ** (minute % 20)])));
      const request = { ...STATISTICS, startAt: at(from), endAt: at(180), periodSeconds: length * 60 };
      const points = getMetricStatistics(store, { ...request, statistics: ['Sum', 'SampleCount'] });
      const inRange = ordered.filter((minute) => minute >= from);
      const total = (name: string) => points.reduce((sum, { values }) => sum + values.get(name)!, 0);
      expect(total('SampleCount')).toBe(inRange.length);
      expect(total('Sum')).toBe(inRange.reduce((sum, minute) => sum + 2 ** (minute % 20), 0));
      for (const point of points) expect((point.at - at(from)) % (length * RESOLUTION_MS)).toBe(0);
    }),
  );
});

test('pages of metric data hold every point once, in order, whatever their size', () => {
  const minutes = fc.uniqueArray(fc.nat({ max: 50 }), { minLength: 1 });
  fc.assert(
    fc.property(
      minutes,
      fc.integer({ min: 1, max: 20 }),
      fc.boolean(),
      (present, maxDatapoints, newestFirst) => {
        const ordered = present.toSorted((left, right) => left - right);
        const store = storeOf(new Map(ordered.map((minute) => [minute, minute])));
        const queries = [QUERY, { ...QUERY, id: 'b' }];
        const seen: Record<string, number[]> = { a: [], b: [] };
        let nextToken: string | undefined;
        do {
          const page = getMetricData(store, {
            ...DATA,
            endAt: at(60),
            queries,
            newestFirst,
            maxDatapoints,
            nextToken,
          });
          for (const { id, points } of page.results) seen[id]!.push(...points.map(({ value }) => value));
          const onPage = page.results.reduce((sum, { points }) => sum + points.length, 0);
          expect(onPage).toBeLessThanOrEqual(maxDatapoints);
          nextToken = page.nextToken;
        } while (nextToken !== undefined);
        const expected = newestFirst ? ordered.toReversed() : ordered;
        expect(seen).toEqual({ a: expected, b: expected });
      },
    ),
  );
});

test('a question about a metric that nobody reported is complete and empty', () => {
  expect(getMetricData(new MetricStore(), DATA)).toEqual({
    results: [{ id: 'a', label: 'NewFlowCount', points: [], complete: true }],
    nextToken: undefined,
  });
});

test('a question without ReturnData is checked and not answered', () => {
  const store = storeOf(new Map([[0, 1]]));
  const queries = [
    { ...QUERY, returnData: false },
    { ...QUERY, id: 'b', label: 'mine' },
  ];
  const { results } = getMetricData(store, { ...DATA, queries });
  expect(results).toMatchObject([{ id: 'b', label: 'mine', points: [{ value: 1 }] }]);
});

test('another namespace, another unit or fewer dimensions is another metric', () => {
  const store = storeOf(new Map([[0, 1]]));
  expect(getMetricStatistics(store, { ...STATISTICS, namespace: 'AWS/ApplicationELB' })).toEqual([]);
  expect(getMetricStatistics(store, { ...STATISTICS, unit: 'Bytes' })).toEqual([]);
  expect(getMetricStatistics(store, { ...STATISTICS, metric: { ...FLOWS, dimensions: [] } })).toEqual([]);
  expect(getMetricStatistics(store, { ...STATISTICS, unit: 'Count' })).toHaveLength(1);
});

const { metricStat } = QUERY;
const DATA_REFUSALS: readonly [string, Partial<MetricDataRequest>, string, RegExp][] = [
  [
    'equal times',
    { endAt: at(0) },
    'ValidationError',
    /^The parameter StartTime must not equal parameter EndTime\.$/,
  ],
  [
    'a reversed time',
    { endAt: at(-1) },
    'ValidationError',
    /^The parameter EndTime must be greater than StartTime\.$/,
  ],
  [
    'two questions of one id',
    { queries: [QUERY, QUERY] },
    'ValidationError',
    /^The values for parameter id .* not unique\.$/,
  ],
  [
    'a bad id',
    { queries: [{ ...QUERY, id: 'A' }] },
    'ValidationError',
    /Id is not matching the expected pattern/,
  ],
  [
    'metric math',
    { queries: [{ ...QUERY, metricStat: undefined, expression: 'a + b' }] },
    'ValidationError',
    /Expression is not supported: nlb-harness does not emulate metric math/,
  ],
  [
    'metric math beside a metric',
    { queries: [{ ...QUERY, expression: 'a' }] },
    'ValidationError',
    /mutually exclusive/,
  ],
  [
    'no metric',
    { queries: [{ ...QUERY, metricStat: undefined }] },
    'ValidationError',
    /member\.1\.MetricStat is required/,
  ],
  [
    'a period of 90 s',
    { queries: [{ ...QUERY, metricStat: { ...metricStat, periodSeconds: 90 } }] },
    'ValidationError',
    /Period must be a multiple of 60/,
  ],
  [
    'an unknown statistic',
    { queries: [{ ...QUERY, metricStat: { ...metricStat, statistic: 'Median' } }] },
    'ValidationError',
    /^The value Median for parameter MetricDataQueries\.member\.1\.MetricStat\.Stat is not supported\.$/,
  ],
  [
    'too many questions',
    { queries: Array.from({ length: 501 }, (_, index) => ({ ...QUERY, id: `a${index}` })) },
    'ValidationError',
    /500/,
  ],
  ['a page without room', { maxDatapoints: 0 }, 'ValidationError', /MaxDatapoints/],
  ['a page of one and a half points', { maxDatapoints: 1.5 }, 'ValidationError', /MaxDatapoints/],
  ['a token of its own making', { nextToken: 'datapoints--1' }, 'InvalidNextToken', /NextToken is invalid/],
];

test.each(DATA_REFUSALS)('GetMetricData refuses %s', (_what, change, code, message) => {
  expect(refusal(() => getMetricData(new MetricStore(), { ...DATA, ...change }))).toEqual({
    code,
    message: expect.stringMatching(message),
  });
});

const STATISTICS_REFUSALS: readonly [string, Partial<MetricStatisticsRequest>, string, RegExp][] = [
  [
    'equal times',
    { endAt: at(0) },
    'InvalidParameterValue',
    /^The parameter StartTime must not equal parameter EndTime\.$/,
  ],
  [
    'a reversed time',
    { endAt: at(-1) },
    'InvalidParameterValue',
    /^The parameter StartTime must be less than the parameter EndTime\.$/,
  ],
  [
    'more than 1,440 datapoints',
    { endAt: at(1441) },
    'InvalidParameterCombination',
    /^You have requested up to 1441 datapoints, which exceeds the limit of 1440\. You may reduce/,
  ],
  [
    'no statistics',
    { statistics: [] },
    'InvalidParameterCombination',
    /^At least one of the parameters Statistics and/,
  ],
  ['both kinds of statistics', { extendedStatistics: ['p50'] }, 'InvalidParameterCombination', /both/],
  [
    'an unknown statistic',
    { statistics: ['Sum', 'Median'] },
    'ValidationError',
    /^1 validation error detected: Value 'Median' at 'statistics\.2\.member' failed to satisfy constraint/,
  ],
  [
    'an unknown percentile',
    { statistics: [], extendedStatistics: ['p101'] },
    'InvalidParameterValue',
    /p101/,
  ],
  ['a period of 90 s', { periodSeconds: 90 }, 'InvalidParameterValue', /multiple of 60/],
  ['a period of nothing', { periodSeconds: 0 }, 'InvalidParameterValue', /multiple of 60/],
];

test.each(STATISTICS_REFUSALS)('GetMetricStatistics refuses %s', (_what, change, code, message) => {
  expect(refusal(() => getMetricStatistics(new MetricStore(), { ...STATISTICS, ...change }))).toEqual({
    code,
    message: expect.stringMatching(message),
  });
});

test('a percentile is an extended statistic', () => {
  const store = storeOf(new Map(Array.from({ length: 10 }, (_, minute) => [minute, minute + 1])));
  const [point] = getMetricStatistics(store, {
    ...STATISTICS,
    periodSeconds: 600,
    statistics: [],
    extendedStatistics: ['p50', 'p99.9'],
  });
  expect([...point!.values]).toEqual([
    ['p50', 5],
    ['p99.9', 10],
  ]);
});
