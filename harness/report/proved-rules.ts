import type { WorldReport } from './run-report.ts';

/** For each rule, in order, the worlds in which a scenario passed that says it proves it. */
export function provedRules(worlds: readonly WorldReport[]): ReadonlyMap<string, readonly string[]> {
  const proved = new Map<string, string[]>();
  for (const { world, scenarios } of worlds) {
    const passed = scenarios.filter(({ state }) => state === 'passed');
    for (const rule of new Set(passed.flatMap(({ rules }) => rules)))
      proved.set(rule, [...(proved.get(rule) ?? []), world]);
  }
  return new Map([...proved].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
