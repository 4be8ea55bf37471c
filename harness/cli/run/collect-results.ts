import { stripVTControlCharacters } from 'node:util';
import type { TestCase, TestModule, TestSpecification } from 'vitest/node';
import type { ScenarioResult } from '../../report/run-report.ts';

/**
 * The files that were run. Vitest also has those that were merely looked through for titles, whether they can be
 * loaded or not.
 */
export function modulesRun(
  modules: readonly TestModule[],
  specifications: readonly TestSpecification[],
): readonly TestModule[] {
  const ran = new Set(specifications.map(({ moduleId }) => moduleId));
  return modules.filter(({ moduleId }) => ran.has(moduleId));
}

/** The results of scenarios, without those that a title pattern left out and that vitest calls skipped. */
export function collectResults(
  modules: readonly TestModule[],
  specifications: readonly TestSpecification[],
): ScenarioResult[] {
  const patterns = new Map(
    specifications.map(({ moduleId, testNamePattern }) => [moduleId, testNamePattern] as const),
  );
  return modules.flatMap((module) => {
    const pattern = patterns.get(module.moduleId);
    return [...module.children.allTests()]
      .filter(({ fullName }) => pattern?.test(fullName) ?? true)
      .map((scenario) => resultOf(module, scenario));
  });
}

/** Errors of files as a whole: one that cannot be loaded, a hook that fails. */
export function collectFileErrors(modules: readonly TestModule[]): string[] {
  return modules.flatMap((module) =>
    module.errors().map(({ message }) => `${module.relativeModuleId}: ${stripVTControlCharacters(message)}`),
  );
}

function resultOf(module: TestModule, scenario: TestCase): ScenarioResult {
  const result = scenario.result();
  return {
    file: module.relativeModuleId,
    title: scenario.fullName,
    state: result.state === 'pending' ? 'skipped' : result.state,
    reason: skipReason(scenario),
    durationMs: Math.round(scenario.diagnostic()?.duration ?? 0),
    rules: rulesOf(scenario.meta()),
    errors: (result.errors ?? []).map(({ stack, message }) => stripVTControlCharacters(stack ?? message)),
  };
}

function skipReason(scenario: TestCase): string | undefined {
  const result = scenario.result();
  if (result.state === 'pending') return 'the run was ended before it';
  if (result.state !== 'skipped') return undefined;
  return result.note ?? `marked ${scenario.options.mode} in its file`;
}

/** Where the scenario layer puts a scenario's options. */
function rulesOf(meta: object): readonly string[] {
  const { scenario } = meta as { scenario?: { rules?: readonly string[] } };
  return scenario?.rules ?? [];
}
