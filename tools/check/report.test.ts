import { expect, test } from 'vitest';
import { reportOf } from './report.ts';

test('a check that passes takes one line', () => {
  expect(reportOf('types', [], 1234)).toBe('ok       types (1.2 s)');
});

test('a check that fails lists what it found, but not without end', () => {
  const lines = reportOf('types', Array<string>(50).fill('a.ts:1: wrong'), 90).split('\n');
  expect(lines[0]).toBe('failed   types (0.1 s)');
  expect(lines[1]).toBe('         a.ts:1: wrong');
  expect(lines).toHaveLength(42);
  expect(lines.at(-1)).toBe('         … and 10 more');
});
