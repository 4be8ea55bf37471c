import type { ScenarioResult, WorldReport } from './run-report.ts';

/** One scenario, in every world. */
export interface MatrixRow {
  readonly file: string;
  readonly title: string;
  readonly rules: readonly string[];
  /** One for each world, in the order of the worlds; undefined where it was not run at all. */
  readonly results: readonly (ScenarioResult | undefined)[];
}

/** Every scenario of a run, by file and in the order of the file, with what it came to in each world. */
export function buildMatrix(worlds: readonly WorldReport[]): readonly MatrixRow[] {
  const columns = worlds.map(({ scenarios }) => byIdentity(scenarios));
  const identities = new Set(columns.flatMap((column) => [...column.keys()]));
  const rows = [...identities].map((identity): MatrixRow => {
    const results = columns.map((column) => column.get(identity));
    const { file, title, rules } = results.find((result) => result !== undefined)!;
    return { file, title, rules, results };
  });
  // Stable: within a file the order is that of the first world that ran it.
  return rows.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}

/** A file may have several scenarios of one title: then they are told apart by their order. */
function byIdentity(scenarios: readonly ScenarioResult[]): ReadonlyMap<string, ScenarioResult> {
  const found = new Map<string, ScenarioResult>();
  for (const scenario of scenarios) {
    let occurrence = 0;
    const identity = () => JSON.stringify([scenario.file, scenario.title, occurrence]);
    while (found.has(identity())) occurrence += 1;
    found.set(identity(), scenario);
  }
  return found;
}
