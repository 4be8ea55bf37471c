import { countResults, type RunReport, type ScenarioResult, type WorldReport } from './run-report.ts';

/** What no report may let through as it is. */
export const NASTY = `<script>alert("x")</script> & 'y'`;

export function result(overrides: Partial<ScenarioResult>): ScenarioResult {
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

export function worldReport(
  world: string,
  scenarios: readonly ScenarioResult[],
  errors: readonly string[] = [],
): WorldReport {
  return { world, durationMs: 1_500, totals: countResults(scenarios), scenarios, errors };
}

/** Two worlds that do not agree, and a third that is not there. */
export function runReport(): RunReport {
  const worlds = [
    worldReport('loopback', [
      result({ rules: ['NLB-RT-06', 'NLB-RT-01'] }),
      result({ title: NASTY, state: 'failed', errors: [NASTY], rules: ['NLB-RT-02'] }),
      result({ file: 'scenarios/b.test.ts', title: 'c', state: 'skipped', reason: NASTY }),
    ]),
    worldReport(
      'netns',
      [
        result({ rules: ['NLB-RT-06'], durationMs: 80 }),
        result({ file: 'scenarios/b.test.ts', title: 'c' }),
        result({ file: 'scenarios/b.test.ts', title: 'only here', state: 'skipped' }),
      ],
      [NASTY],
    ),
  ];
  return {
    seed: '7',
    startedAt: '2024-01-01T00:00:00.000Z',
    durationMs: 3_000,
    totals: countResults(worlds.flatMap(({ scenarios }) => scenarios)),
    worlds,
    leftOut: [{ world: 'docker', reason: NASTY }],
  };
}
