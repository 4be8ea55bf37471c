/** What a run of scenarios came to, in one world or in several. */
export interface RunReport {
  readonly seed: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Over all worlds. */
  readonly totals: RunTotals;
  /** In the order in which they were run. */
  readonly worlds: readonly WorldReport[];
  /** Worlds that all scenarios were asked for in, and that this machine does not have. */
  readonly leftOut: readonly LeftOutWorld[];
}

/** What the scenarios came to in one world. */
export interface WorldReport {
  readonly world: string;
  readonly durationMs: number;
  readonly totals: RunTotals;
  readonly scenarios: readonly ScenarioResult[];
  /** Errors outside of any scenario, e.g. a file that could not be loaded. */
  readonly errors: readonly string[];
}

export interface LeftOutWorld {
  readonly world: string;
  readonly reason: string;
}

export interface RunTotals {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export type ScenarioState = 'passed' | 'failed' | 'skipped';

export interface ScenarioResult {
  /** Relative to the project. */
  readonly file: string;
  readonly title: string;
  readonly state: ScenarioState;
  /** Why it was skipped. */
  readonly reason: string | undefined;
  readonly durationMs: number;
  /** Ids of the ledger's rules that it says it proves. */
  readonly rules: readonly string[];
  /** Why it failed. */
  readonly errors: readonly string[];
}

export function countResults(scenarios: readonly Pick<ScenarioResult, 'state'>[]): RunTotals {
  const count = (state: ScenarioState) => scenarios.filter((scenario) => scenario.state === state).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}

/** Whether everything was as it should be, in every world that was run. */
export function hasFailed({ totals, worlds }: RunReport): boolean {
  return totals.failed > 0 || worlds.some(({ errors }) => errors.length > 0);
}

/** Why scenarios were skipped, and how many for each reason. */
export function skipReasons(scenarios: readonly ScenarioResult[]): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>();
  for (const { state, reason = 'no reason given' } of scenarios) {
    if (state === 'skipped') reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return reasons;
}
