import { expect, test } from 'vitest';
import { formatElapsed } from './elapsed.ts';

test.each([
  [0, '    0.0s'],
  [-5, '    0.0s'],
  [12_549, '   12.5s'],
  [59_999, '   59.9s'],
  [60_000, '  1:00.0'],
  [3_605_300, ' 60:05.3'],
])('%d ms is shown as %j', (sinceMs, text) => {
  expect(formatElapsed(sinceMs)).toBe(text);
});
