import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REQUEST_LIMITS, requestKind } from './request-limits.ts';
import { TokenBucket } from './token-bucket.ts';

test('a bucket gives what it holds, then what time brings back', () => {
  const bucket = new TokenBucket({ capacity: 2, refillPerSecond: 0.5 }, 0);
  expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([true, true, false]);
  expect(bucket.take(1_999)).toBe(false);
  expect(bucket.take(2_000)).toBe(true);
  expect(bucket.take(2_000)).toBe(false);
});

test('a bucket never holds more than its capacity', () => {
  const bucket = new TokenBucket({ capacity: 2, refillPerSecond: 100 }, 0);
  const given = [1, 2, 3].map(() => bucket.take(60_000));
  expect(given).toEqual([true, true, false]);
});

test('in any span a bucket gives at most its capacity and what came back', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3_000 }), { maxLength: 200 }), (waits) => {
      const limits = { capacity: 5, refillPerSecond: 2 };
      const bucket = new TokenBucket(limits, 0);
      let now = 0;
      let given = 0;
      for (const wait of waits) {
        now += wait;
        if (bucket.take(now)) given++;
        expect(given).toBeLessThanOrEqual(limits.capacity + (now / 1000) * limits.refillPerSecond + 1e-9);
      }
    }),
    { seed: 25 },
  );
});

test.each([
  ['CreateLoadBalancer', { capacity: 10, refillPerSecond: 0.2 }],
  ['SetSubnets', { capacity: 10, refillPerSecond: 0.2 }],
  ['RegisterTargets', { capacity: 20, refillPerSecond: 4 }],
  ['DescribeTargetHealth', { capacity: 40, refillPerSecond: 10 }],
  ['CreateListener', { capacity: 20, refillPerSecond: 3 }],
])('NLB-LB-25 limits %s to %o', (operation, limits) => {
  expect(REQUEST_LIMITS[requestKind(operation)]).toEqual(limits);
});
