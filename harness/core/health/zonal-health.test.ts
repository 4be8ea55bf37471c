import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ZonalHealth } from '../elbv2/state.ts';
import { applyProbe, initialHealth } from './zonal-health.ts';

const THRESHOLDS = { healthyThresholdCount: 5, unhealthyThresholdCount: 2 };

function afterProbes(results: readonly boolean[], thresholds = THRESHOLDS): ZonalHealth {
  const health = initialHealth(0, 0);
  results.forEach((passed, index) => {
    applyProbe(health, passed, thresholds, index + 1);
  });
  return health;
}

test('NLB-TA-13 makes a new target healthy at its first passed check, whatever the healthy threshold', () => {
  expect(afterProbes([true]).verdict).toBe('healthy');
  expect(afterProbes([false, true]).verdict).toBe('healthy');
});

test('NLB-TA-14 makes a new target unhealthy after as many failures as the unhealthy threshold says', () => {
  expect(afterProbes([false]).verdict).toBe('initial');
  expect(afterProbes([false, false]).verdict).toBe('unhealthy');
});

test('NLB-TA-15 keeps a healthy target healthy while failures are not consecutive', () => {
  expect(afterProbes([true, false, true, false]).verdict).toBe('healthy');
  expect(afterProbes([true, false, true, false, false]).verdict).toBe('unhealthy');
});

test('NLB-TA-15 makes an unhealthy target healthy only after the healthy threshold of consecutive passes', () => {
  const unhealthy = [false, false];
  expect(afterProbes([...unhealthy, true, true, true, true]).verdict).toBe('unhealthy');
  expect(afterProbes([...unhealthy, true, true, true, true, false, true]).verdict).toBe('unhealthy');
  expect(afterProbes([...unhealthy, true, true, true, true, true]).verdict).toBe('healthy');
});

test('remembers when a target stopped being healthy, and only then', () => {
  expect(afterProbes([false, false]).leftHealthyAt).toBeUndefined();
  expect(afterProbes([true, false, false]).leftHealthyAt).toBe(3);
  expect(afterProbes([true, false, false, true, true, true, true, true]).leftHealthyAt).toBeUndefined();
});

test('reports a change exactly when the verdict changes', () => {
  const health = initialHealth(0, 0);
  const changes = [true, true, false, false, false].map((passed, at) =>
    applyProbe(health, passed, THRESHOLDS, at),
  );
  expect(changes).toEqual([true, false, false, true, false]);
  expect(health.since).toBe(3);
});

test('agrees with a model that reads the whole history backwards', () => {
  const thresholds = fc.record({
    healthyThresholdCount: fc.integer({ min: 2, max: 10 }),
    unhealthyThresholdCount: fc.integer({ min: 2, max: 10 }),
  });
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 60 }), thresholds, (results, limits) => {
      const endsWith = (length: number, count: number, value: boolean) =>
        length >= count && results.slice(length - count, length).every((result) => result === value);
      let expected = 'initial';
      for (let length = 1; length <= results.length; length++) {
        const needed = expected === 'initial' ? 1 : limits.healthyThresholdCount;
        if (endsWith(length, needed, true)) expected = 'healthy';
        if (endsWith(length, limits.unhealthyThresholdCount, false)) expected = 'unhealthy';
      }
      expect(afterProbes(results, limits).verdict).toBe(expected);
    }),
  );
});
