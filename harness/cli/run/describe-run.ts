import { styleText } from 'node:util';
import { type RunReport, skipReasons } from '../../report/run-report.ts';

/** The summary after vitest's own report: by world, with the reasons for what was skipped. */
export function describeRun(
  { world, seed, totals, scenarios, errors }: RunReport,
  reportPath: string | undefined,
): string[] {
  const parts = [
    paint('green', totals.passed, 'passed'),
    paint('red', totals.failed, 'failed'),
    paint('yellow', totals.skipped, 'skipped'),
  ];
  return [
    `${styleText('bold', world)}  ${parts.join(', ')}  ${styleText('dim', `seed ${seed}`)}`,
    ...[...skipReasons(scenarios)].map(([reason, count]) => `  ${count} skipped: ${reason}`),
    ...(errors.length > 0 ? [styleText('red', `  errors outside of scenarios: ${errors.length}`)] : []),
    ...(reportPath === undefined ? [] : [`  report: ${reportPath}`]),
  ];
}

function paint(colour: 'green' | 'red' | 'yellow', count: number, what: string): string {
  return count > 0 ? styleText(colour, `${count} ${what}`) : `${count} ${what}`;
}
