import { expect, test } from 'vitest';
import { listMetrics, type MetricFilter } from './list-metrics.ts';
import type { Metric } from './metric.ts';
import { MetricStore, RESOLUTION_MS, RETENTION_MS } from './metric-store.ts';
import { refusal } from './refusal.fixture.ts';
import { statisticOf } from './statistic-set.ts';

const START = Date.UTC(2026, 0, 1);
const at = (minute: number) => START + minute * RESOLUTION_MS;
const FLOWS: Metric = { name: 'NewFlowCount', dimensions: [{ name: 'LoadBalancer', value: 'net/lb/1' }] };

function storeOf(metric: Metric): MetricStore {
  const store = new MetricStore();
  store.record(metric, 'Count', { at: at(0), statistics: statisticOf(1) });
  return store;
}

const FILTER: MetricFilter = {
  namespace: undefined,
  name: undefined,
  dimensions: [],
  recentlyActive: undefined,
  nextToken: undefined,
};

test('metrics are listed by namespace, name and dimensions, with or without a value', () => {
  const zonal = {
    ...FLOWS,
    dimensions: [...FLOWS.dimensions, { name: 'AvailabilityZone', value: 'us-east-1a' }],
  };
  const store = storeOf(FLOWS);
  store.record(zonal, 'Count', { at: at(0), statistics: statisticOf(1) });
  const list = (change: Partial<MetricFilter>) => listMetrics(store, { ...FILTER, ...change }, at(1)).metrics;
  expect(list({})).toEqual([FLOWS, zonal]);
  expect(list({ namespace: 'AWS/NetworkELB', name: 'NewFlowCount' })).toEqual([FLOWS, zonal]);
  expect(list({ namespace: 'AWS/EC2' })).toEqual([]);
  expect(list({ name: 'ActiveFlowCount' })).toEqual([]);
  expect(list({ dimensions: [{ name: 'AvailabilityZone', value: undefined }] })).toEqual([zonal]);
  expect(list({ dimensions: [{ name: 'AvailabilityZone', value: 'us-east-1b' }] })).toEqual([]);
});

test('only what had a point in the last three hours is recently active', () => {
  const store = storeOf(FLOWS);
  const recent = { ...FILTER, recentlyActive: 'PT3H' };
  expect(listMetrics(store, recent, at(0) + RETENTION_MS).metrics).toEqual([FLOWS]);
  expect(listMetrics(store, recent, at(1) + RETENTION_MS).metrics).toEqual([]);
  expect(refusal(() => listMetrics(store, { ...FILTER, recentlyActive: 'PT1H' }, at(0)))).toMatchObject({
    code: 'ValidationError',
  });
});

test('pages of 500 metrics hold every metric once', () => {
  const store = new MetricStore();
  for (let index = 0; index < 1200; index++)
    store.record({ name: `m${index}`, dimensions: [] }, 'Count', { at: at(0), statistics: statisticOf(1) });
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = listMetrics(store, { ...FILTER, nextToken }, at(0));
    expect(page.metrics.length).toBeLessThanOrEqual(500);
    names.push(...page.metrics.map(({ name }) => name));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  expect(names).toEqual(Array.from({ length: 1200 }, (_, index) => `m${index}`));
  expect(refusal(() => listMetrics(store, { ...FILTER, nextToken: 'x' }, at(0)))).toMatchObject({
    code: 'InvalidParameterValue',
  });
});
