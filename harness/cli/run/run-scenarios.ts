import type { TestRunResult, TestSpecification, Vitest } from 'vitest/node';
import { HarnessError } from '../../index.ts';
import { countResults, type RunReport } from '../../report/run-report.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { createOutput } from '../output.ts';
import { chooseWorld } from './choose-world.ts';
import { collectFileErrors, collectResults, modulesRun } from './collect-results.ts';
import { describeRun } from './describe-run.ts';
import { loadVitest } from './load-vitest.ts';
import { type ReportForm, reportFile, vitestReporters, writePage } from './report-file.ts';
import { requireWorld } from './require-world.ts';
import { selectScenarios } from './select-scenarios.ts';

export interface RunOptions {
  readonly world?: string;
  readonly shard?: string;
  readonly seed?: string;
  readonly report?: ReportForm;
  readonly output?: string;
  readonly json: boolean;
}

/** More than enough to make two runs differ; small enough to type. */
const SEED_RANGE = 1_000_000;

/**
 * Runs scenarios of the project in the current folder. Returns the exit code. Vitest itself ends the process, and
 * those that it started, when it is interrupted.
 */
export async function runScenarios(names: readonly string[], options: RunOptions): Promise<number> {
  const output = createOutput(options.json);
  const world = chooseWorld(options.world, process.env);
  const seed = chooseSeed(options.seed ?? process.env.NLB_SEED ?? '1');
  const file = chooseReportFile(options);
  await requireWorld(world);
  const { createVitest } = await loadVitest();
  // Scenarios run in processes of vitest's, which have the environment of this one.
  process.env.NLB_WORLD = world;
  process.env.NLB_SEED = seed;
  const { reporters, outputFile } = vitestReporters(file);
  const vitest = await createVitest(
    {
      watch: false,
      run: true,
      reporters: [...(options.json ? [] : ['default']), ...reporters],
      outputFile,
      ...(options.shard !== undefined && { shard: options.shard }),
    },
    {},
    // With --json nothing but JSON goes to stdout.
    { stdout: options.json ? process.stderr : process.stdout },
  );
  try {
    const specifications = await shareOf(vitest, await selectScenarios(vitest, world, names));
    const startedAt = new Date();
    const run = await runSpecifications(vitest, specifications);
    const report = createReport(run, specifications, { world, seed, startedAt });
    await writePage(file, report);
    for (const scenario of report.scenarios) output.data({ kind: 'scenario', ...scenario });
    const { scenarios: _, ...summary } = report;
    output.data({ kind: 'summary', ...summary, report: file?.path });
    for (const line of describeRun(report, file?.path)) output.text(line);
    return report.totals.failed > 0 || report.errors.length > 0 ? EXIT_CODES.failed : EXIT_CODES.done;
  } finally {
    await vitest.close();
  }
}

function chooseSeed(seed: string): string {
  return seed === 'random' ? String(Math.floor(Math.random() * SEED_RANGE)) : seed;
}

function chooseReportFile({ report, output }: RunOptions) {
  if (output !== undefined && !report) {
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `--output ${output} says where a report goes, and none is asked for`,
      'Add --report html, json or junit',
    );
  }
  return reportFile(report, output);
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
  { world, seed, startedAt }: { world: string; seed: string; startedAt: Date },
): RunReport {
  const modules = modulesRun(testModules, specifications);
  const scenarios = collectResults(modules, specifications);
  const unhandled = unhandledErrors.map((error) => String((error as Error).stack ?? error));
  return {
    world,
    seed,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    totals: countResults(scenarios),
    scenarios,
    errors: [...collectFileErrors(modules), ...unhandled],
  };
}
