import { expect, test } from 'vitest';
import { buildMatrix } from './matrix.ts';
import { NASTY, result, runReport, worldReport } from './report.fixture.ts';

test('a scenario is one row, with what it came to in each world', () => {
  const rows = buildMatrix(runReport().worlds).map(({ file, title, results }) => [
    file,
    title,
    ...results.map((found) => found?.state),
  ]);
  expect(rows).toEqual([
    ['scenarios/a.test.ts', 'a', 'passed', 'passed'],
    ['scenarios/a.test.ts', NASTY, 'failed', undefined],
    ['scenarios/b.test.ts', 'c', 'skipped', 'passed'],
    ['scenarios/b.test.ts', 'only here', undefined, 'skipped'],
  ]);
});

test('scenarios with one title in one file are told apart by their order', () => {
  const twice = (states: readonly ('passed' | 'failed')[]) => states.map((state) => result({ state }));
  const rows = buildMatrix([
    worldReport('loopback', twice(['passed', 'failed'])),
    worldReport('netns', twice(['passed', 'passed'])),
  ]);
  expect(rows.map(({ results }) => results.map((found) => found?.state))).toEqual([
    ['passed', 'passed'],
    ['failed', 'passed'],
  ]);
});
