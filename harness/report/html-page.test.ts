import { expect, test } from 'vitest';
import { renderHtmlPage } from './html-page.ts';
import { countResults, provedRules, type ScenarioResult, skipReasons } from './run-report.ts';

const NASTY = `<script>alert("x")</script> & 'y'`;
const ESCAPED = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;y&#39;';

function result(overrides: Partial<ScenarioResult>): ScenarioResult {
  return {
    file: 'scenarios/a.test.ts',
    title: 'a',
    state: 'passed',
    reason: undefined,
    durationMs: 120,
    rules: [],
    errors: [],
    ...overrides,
  };
}

const scenarios = [
  result({ rules: ['NLB-RT-06', 'NLB-RT-01'] }),
  result({ title: NASTY, state: 'failed', errors: [NASTY], rules: ['NLB-RT-02'] }),
  result({ title: 'c', state: 'skipped', reason: NASTY }),
  result({ title: 'd', state: 'skipped' }),
];

function page(): string {
  return renderHtmlPage({
    world: 'loopback',
    seed: '7',
    startedAt: '2024-01-01T00:00:00.000Z',
    durationMs: 1_500,
    totals: countResults(scenarios),
    scenarios,
    errors: [NASTY],
  });
}

test('a run is counted by state', () => {
  expect(countResults(scenarios)).toEqual({ passed: 1, failed: 1, skipped: 2 });
});

test('only scenarios that passed prove their rules', () => {
  expect(provedRules(scenarios)).toEqual(['NLB-RT-01', 'NLB-RT-06']);
});

test('skipped scenarios are counted by reason, also those without', () => {
  expect([...skipReasons(scenarios)]).toEqual([
    [NASTY, 1],
    ['no reason given', 1],
  ]);
});

test('the page escapes titles, reasons and errors', () => {
  expect(page()).not.toContain('<script');
  // Title and error of the failed scenario, reason at the row and in the list, error outside of scenarios.
  expect(page().split(ESCAPED)).toHaveLength(1 + 5);
});

test('the page says totals, seed and the rules proved', () => {
  expect(page()).toContain('<strong>1 passed, 1 failed, 2 skipped</strong> in 1.50 s, seed 7');
  expect(page()).toContain('<code>NLB-RT-01</code> <code>NLB-RT-06</code></p>');
});
