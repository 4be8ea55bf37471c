import { buildMatrix } from './matrix.ts';
import { provedRules } from './proved-rules.ts';
import type { RunReport, ScenarioResult } from './run-report.ts';

/**
 * A run as one JSON document: `worlds` with their totals and errors, `leftOut` with reasons, `scenarios` with one
 * result by the name of each world, `rules` with the worlds in which they were proved. What is not known is null.
 */
export function renderJsonReport({ worlds, ...run }: RunReport): string {
  const scenarios = buildMatrix(worlds).map(({ file, title, rules, results }) => ({
    file,
    title,
    rules,
    results: Object.fromEntries(worlds.map(({ world }, index) => [world, describeResult(results[index])])),
  }));
  const report = {
    ...run,
    worlds: worlds.map(({ scenarios: _, ...world }) => world),
    scenarios,
    rules: Object.fromEntries(provedRules(worlds)),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function describeResult(result: ScenarioResult | undefined): object | null {
  if (!result) return null;
  const { state, reason = null, durationMs, errors } = result;
  return { state, reason, durationMs, errors };
}
