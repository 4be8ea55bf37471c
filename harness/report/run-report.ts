/** What a run of scenarios came to. */
export interface RunReport {
  readonly world: string;
  readonly seed: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly totals: RunTotals;
  readonly scenarios: readonly ScenarioResult[];
  /** Errors outside of any scenario, e.g. a file that could not be loaded. */
  readonly errors: readonly string[];
}

export interface RunTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface ScenarioResult {
  /** Relative to the project. */
  readonly file: string;
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  /** Why it was skipped. */
  readonly reason: string | undefined;
  readonly durationMs: number;
  /** Ids of the ledger's rules that it says it proves. */
  readonly rules: readonly string[];
  /** Why it failed. */
  readonly errors: readonly string[];
}

export function countResults(scenarios: readonly ScenarioResult[]): RunTotals {
  const count = (state: ScenarioResult['state']) =>
    scenarios.filter((scenario) => scenario.state === state).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** Rules that a scenario which passed says it proves, in order. */
export function provedRules(scenarios: readonly ScenarioResult[]): readonly string[] {
  const passed = scenarios.filter(({ state }) => state === 'passed');
  return [...new Set(passed.flatMap(({ rules }) => rules))].sort();
}

/** Why scenarios were skipped, and how many for each reason. */
export function skipReasons(scenarios: readonly ScenarioResult[]): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>();
  for (const { state, reason = 'no reason given' } of scenarios) {
    if (state === 'skipped') reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}
