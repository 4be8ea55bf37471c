import { styleText } from 'node:util';
import { HarnessError } from '../../index.ts';
import { countResults, hasFailed, type RunReport, type WorldReport } from '../../report/run-report.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { createOutput, type Output } from '../output.ts';
import { describeRun } from './describe-run.ts';
import { loadVitest } from './load-vitest.ts';
import { checkReportFile, type ReportForm, reportFile, writeReport } from './report-file.ts';
import { runInWorld } from './run-in-world.ts';
import { type WorldsToRun, worldsToRun } from './worlds-to-run.ts';

export interface RunOptions {
  /** One, several with commas, or `all`. */
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
 * Runs scenarios of the project in the current folder, in one world after the other. Returns the exit code. Vitest
 * itself ends the process, and those that it started, when it is interrupted.
 */
export async function runScenarios(names: readonly string[], options: RunOptions): Promise<number> {
  const output = createOutput(options.json);
  const seed = chooseSeed(options.seed ?? process.env.NLB_SEED ?? '1');
  const file = chooseReportFile(options);
  await checkReportFile(file);
  const where = await worldsToRun(options.world, process.env);
  const vitest = await loadVitest();
  const startedAt = new Date();
  const worlds: WorldReport[] = [];
  for (const world of where.worlds) {
    if (isMatrix(where)) output.text(styleText('bold', `\nIn the ${world} world`));
    const report = await runInWorld(vitest, world, {
      names,
      seed,
      shard: options.shard,
      progress: !options.json,
      // With --json nothing but JSON goes to stdout.
      stdout: options.json ? process.stderr : process.stdout,
    });
    for (const scenario of report.scenarios) output.data({ kind: 'scenario', world, ...scenario });
    worlds.push(report);
  }
  const report: RunReport = {
    seed,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    totals: countResults(worlds.flatMap(({ scenarios }) => scenarios)),
    worlds,
    leftOut: where.leftOut,
  };
  await writeReport(file, report);
  tell(output, report, file?.path);
  return hasFailed(report) ? EXIT_CODES.failed : EXIT_CODES.done;
}

/** A world that was left out has its column, too. */
function isMatrix({ worlds, leftOut }: WorldsToRun): boolean {
  return worlds.length + leftOut.length > 1;
}

function tell(output: Output, report: RunReport, path: string | undefined): void {
  const { worlds, leftOut, ...summary } = report;
  for (const { scenarios: _, ...world } of worlds) output.data({ kind: 'world', ...world });
  for (const world of leftOut) output.data({ kind: 'left-out', ...world });
  output.data({ kind: 'summary', ...summary, worlds: worlds.map(({ world }) => world), report: path });
  for (const line of describeRun(report, path, process.stdout.columns)) output.text(line);
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
