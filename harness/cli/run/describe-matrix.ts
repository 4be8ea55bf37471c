import { styleText } from 'node:util';
import { buildMatrix, type MatrixRow } from '../../report/matrix.ts';
import type { ScenarioState, WorldReport } from '../../report/run-report.ts';

const COLOURS = { passed: 'green', failed: 'red', skipped: 'yellow' } as const satisfies Record<
  ScenarioState,
  string
>;
const GAP = '  ';
/** Where the output goes to a file, which has no width. */
const USUAL_COLUMNS = 120;
/** Less of a title would not tell one scenario from another. */
const LEAST_TITLE = 24;

/** A table for people: a scenario a line below its file, and a column for each world. */
export function describeMatrix(worlds: readonly WorldReport[], columns = USUAL_COLUMNS): string[] {
  const rows = buildMatrix(worlds);
  const widths = worlds.map(({ world }) => Math.max(world.length, 'skipped'.length));
  const taken = widths.reduce((sum, width) => sum + GAP.length + width, 0);
  const longest = Math.max(
    ...rows.map(({ file, title }) => Math.max(file.length, title.length + GAP.length)),
  );
  const titleWidth = Math.max(LEAST_TITLE, Math.min(columns - taken, longest));
  const head = worlds.map(({ world }, index) => GAP + world.padEnd(widths[index]!)).join('');
  return [
    styleText('bold', `${'scenario'.padEnd(titleWidth)}${head}`.trimEnd()),
    ...rows.flatMap((row, index) => [
      ...(row.file === rows[index - 1]?.file ? [] : [styleText('dim', row.file)]),
      describeRow(row, titleWidth, widths),
    ]),
  ];
}

function describeRow({ title, results }: MatrixRow, titleWidth: number, widths: readonly number[]): string {
  const cells = results.map((result, index) => {
    const text = GAP + (result?.state ?? '').padEnd(widths[index]!);
    return result ? styleText(COLOURS[result.state], text) : text;
  });
  return `${shortened(`${GAP}${title}`, titleWidth)}${cells.join('')}`;
}

function shortened(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}
