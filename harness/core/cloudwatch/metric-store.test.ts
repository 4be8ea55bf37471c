import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Dimension, metricKey } from './metric.ts';
import { MetricStore, RESOLUTION_MS, RETENTION_MS } from './metric-store.ts';
import { mergeStatistics, percentileOf, type StatisticSet, statisticOf } from './statistic-set.ts';

const FLOWS = { name: 'NewFlowCount', dimensions: [{ name: 'LoadBalancer', value: 'net/lb/1' }] };

test('keeps three hours of points, and forgets a metric with its last one', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat({ max: 1000 }), { minLength: 1 }),
      fc.nat({ max: 1500 }),
      (minutes, last) => {
        const store = new MetricStore();
        const ordered = minutes.toSorted((left, right) => left - right);
        for (const minute of ordered)
          store.record(FLOWS, 'Count', { at: minute * RESOLUTION_MS, statistics: statisticOf(minute) });
        const now = last * RESOLUTION_MS;
        store.forgetBefore(now);
        const kept = ordered.filter((minute) => minute * RESOLUTION_MS >= now - RETENTION_MS);
        expect(store.get(FLOWS)?.points.map(({ statistics }) => statistics.sum) ?? []).toEqual(kept);
        expect(store.all()).toHaveLength(kept.length > 0 ? 1 : 0);
      },
    ),
  );
});

test('a metric is told apart by name and dimensions, whatever their order', () => {
  const dimension = fc.record<Dimension>({ name: fc.string(), value: fc.string() });
  fc.assert(
    fc.property(fc.string(), fc.array(dimension, { maxLength: 4 }), (name, dimensions) => {
      const reversed = dimensions.toReversed();
      expect(metricKey({ name, dimensions })).toBe(metricKey({ name, dimensions: reversed }));
      const other = [...dimensions, { name: 'more', value: '' }];
      expect(metricKey({ name, dimensions })).not.toBe(metricKey({ name, dimensions: other }));
    }),
  );
  const swapped = (name: string, value: string) => ({ name: 'm', dimensions: [{ name, value }] });
  expect(metricKey(swapped('a","b', 'c'))).not.toBe(metricKey(swapped('a', 'b","c')));
});

const samples = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 20 });

test('merged statistics are those of all samples together', () => {
  fc.assert(
    fc.property(samples, (values) => {
      const [first, ...others] = values.map(statisticOf) as [StatisticSet, ...StatisticSet[]];
      expect(others.reduce(mergeStatistics, first)).toEqual({
        sampleCount: values.length,
        sum: values.reduce((sum, value) => sum + value, 0),
        minimum: Math.min(...values),
        maximum: Math.max(...values),
      });
    }),
  );
});

test('a percentile is a sample with that share of the samples at or below it', () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 0, max: 100 }), (values, percentile) => {
      const found = percentileOf(values.map(statisticOf), percentile)!;
      expect(values).toContain(found);
      const atOrBelow = values.filter((value) => value <= found).length;
      const below = values.filter((value) => value < found).length;
      expect(atOrBelow).toBeGreaterThanOrEqual((percentile / 100) * values.length);
      expect(below).toBeLessThanOrEqual((percentile / 100) * values.length);
    }),
  );
});

test('there is no percentile where different samples were put together', () => {
  expect(percentileOf([mergeStatistics(statisticOf(1), statisticOf(2))], 50)).toBeUndefined();
  expect(percentileOf([mergeStatistics(statisticOf(2), statisticOf(2))], 50)).toBe(2);
});
