import { expect, test } from 'vitest';
import { readSeed } from './seed.ts';

test('the seed is 1 unless NLB_SEED is a whole number or says random', () => {
  expect(readSeed({})).toBe(1);
  expect(readSeed({ NLB_SEED: '42' })).toBe(42);
  expect(readSeed({ NLB_SEED: 'random' })).toBeLessThan(1_000_000);
  for (const seed of ['-1', '1.5', 'x'])
    expect(() => readSeed({ NLB_SEED: seed })).toThrow(`NLB_SEED is '${seed}'. Set it to a whole number`);
});
