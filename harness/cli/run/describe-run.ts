import { styleText } from 'node:util';
import { type RunReport, skipReasons, type WorldReport } from '../../report/run-report.ts';
import { describeMatrix } from './describe-matrix.ts';

/**
 * The summary after vitest's own report: by world, with the reasons for what was skipped, and for several worlds a
 * table of scenarios and worlds before it.
 *
 * @param columns of the terminal; undefined where there is none
 */
export function describeRun(
  { worlds, leftOut, seed }: RunReport,
  reportPath: string | undefined,
  columns?: number,
): string[] {
  return [
    ...(worlds.length > 1 ? [...describeMatrix(worlds, columns), ''] : []),
    ...worlds.flatMap((world) => describeWorld(world, seed)),
    ...leftOut.map(
      ({ world, reason }) => `${styleText('bold', world)}  ${styleText('yellow', 'left out')}: ${reason}`,
    ),
    ...(reportPath === undefined ? [] : [`  report: ${reportPath}`]),
  ];
}

function describeWorld({ world, totals, scenarios, errors }: WorldReport, seed: string): string[] {
  const parts = [
    paint('green', totals.passed, 'passed'),
    paint('red', totals.failed, 'failed'),
    paint('yellow', totals.skipped, 'skipped'),
  ];
  return [
    `${styleText('bold', world)}  ${parts.join(', ')}  ${styleText('dim', `seed ${seed}`)}`,
    ...[...skipReasons(scenarios)].map(([reason, count]) => `  ${count} skipped: ${reason}`),
    ...(errors.length > 0 ? [styleText('red', `  errors outside of scenarios: ${errors.length}`)] : []),
  ];
}

function paint(colour: 'green' | 'red' | 'yellow', count: number, what: string): string {
  return count > 0 ? styleText(colour, `${count} ${what}`) : `${count} ${what}`;
}
