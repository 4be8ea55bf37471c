import { expect, test } from 'vitest';
import { provedRules } from './proved-rules.ts';
import { NASTY, result, runReport, worldReport } from './report.fixture.ts';
import { hasFailed, skipReasons } from './run-report.ts';

test('a run is counted by state, over all worlds', () => {
  const { totals, worlds } = runReport();
  expect(totals).toEqual({ passed: 3, failed: 1, skipped: 2 });
  expect(worlds.map((world) => world.totals.skipped)).toEqual([1, 1]);
});

test('a rule is proved where a scenario passed that names it', () => {
  expect([...provedRules(runReport().worlds)]).toEqual([
    ['NLB-RT-01', ['loopback']],
    ['NLB-RT-06', ['loopback', 'netns']],
  ]);
});

test('skipped scenarios are counted by reason, also those without', () => {
  const scenarios = runReport().worlds.flatMap((world) => world.scenarios);
  expect([...skipReasons(scenarios)]).toEqual([
    [NASTY, 1],
    ['no reason given', 1],
  ]);
});

test('an error outside of scenarios is a failure of the run', () => {
  const passed = worldReport('loopback', [result({})]);
  const run = { ...runReport(), totals: { passed: 1, failed: 0, skipped: 0 } };
  expect(hasFailed({ ...run, worlds: [passed] })).toBe(false);
  expect(hasFailed({ ...run, worlds: [passed, worldReport('netns', [], ['no such file'])] })).toBe(true);
});
