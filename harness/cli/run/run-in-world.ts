/// <reference types="vitest/config" />
import type { TestRunResult, TestSpecification, Vite, Vitest } from 'vitest/node';
import { countResults, type WorldReport } from '../../report/run-report.ts';
import { collectFileErrors, collectResults, modulesRun } from './collect-results.ts';
import { selectScenarios } from './select-scenarios.ts';

/** What is run, and what is said about it meanwhile. */
export interface WorldRun {
  /** Parts of file names or titles; everything where there are none. */
  readonly names: readonly string[];
  readonly seed: string;
  /** `2/3`: the second of three shares. */
  readonly shard: string | undefined;
  /** Whether vitest tells how it goes, and where it and the scenarios write to. */
  readonly progress: boolean;
  readonly stdout: NodeJS.WriteStream;
}

/** What a scenario may take, in real time: an end of what hangs, and no measure of a machine that is busy. */
const LIMIT_MS = 120_000;

/** For projects that do not say it themselves. Vitest's own limit is five seconds, which are for tests without a network. */
const PATIENCE: Vite.Plugin = {
  name: 'nlb-harness:patience',
  config: ({ test = {} }) => ({
    test: { testTimeout: test.testTimeout ?? LIMIT_MS, hookTimeout: test.hookTimeout ?? LIMIT_MS },
  }),
};

/** Runs the scenarios of the project in the current folder in one world. Throws HARNESS_NO_SCENARIO. */
export async function runInWorld(
  { createVitest }: typeof import('vitest/node'),
  world: string,
  { names, seed, shard, progress, stdout }: WorldRun,
): Promise<WorldReport> {
  // Scenarios run in processes of vitest's, which have the environment of this one.
  process.env.NLB_WORLD = world;
  process.env.NLB_SEED = seed;
  const vitest = await createVitest(
    {
      watch: false,
      run: true,
      reporters: progress ? ['default'] : [],
      ...(shard !== undefined && { shard }),
    },
    { plugins: [PATIENCE] },
    { stdout },
  );
  try {
    const specifications = await shareOf(vitest, await selectScenarios(vitest, world, names));
    const startedAt = Date.now();
    const run = await runSpecifications(vitest, specifications);
    return createReport(run, specifications, world, Date.now() - startedAt);
  } finally {
    await vitest.close();
  }
}

/** With `--shard`, the share of the files that falls to this run; it may be empty. */
async function shareOf(vitest: Vitest, specifications: TestSpecification[]): Promise<TestSpecification[]> {
  const { shard, sequence } = vitest.config;
  return shard ? new sequence.sequencer(vitest).shard(specifications) : specifications;
}

async function runSpecifications(
  vitest: Vitest,
  specifications: TestSpecification[],
): Promise<TestRunResult> {
  if (specifications.length === 0) return { testModules: [], unhandledErrors: [] };
  // Makes the reporters ready; without a watcher it starts nothing.
  await vitest.standalone();
  return vitest.runTestSpecifications(specifications, true);
}

function createReport(
  { testModules, unhandledErrors }: TestRunResult,
  specifications: readonly TestSpecification[],
  world: string,
  durationMs: number,
): WorldReport {
  const modules = modulesRun(testModules, specifications);
  const scenarios = collectResults(modules, specifications);
  const unhandled = unhandledErrors.map((error) => String((error as Error).stack ?? error));
  return {
    world,
    durationMs,
    totals: countResults(scenarios),
    scenarios,
    errors: [...collectFileErrors(modules), ...unhandled],
  };
}
