import { escapeHtml } from './escape-html.ts';
import { buildMatrix, type MatrixRow } from './matrix.ts';
import type { ScenarioResult, ScenarioState, WorldReport } from './run-report.ts';

/** Words and signs, so that nobody has to tell colours apart. */
const STATES: Readonly<Record<ScenarioState, string>> = {
  passed: '✓ passed',
  failed: '✗ failed',
  skipped: '– skipped',
};

/** The table of scenarios and worlds, with a filter. */
export function htmlMatrix(worlds: readonly WorldReport[]): string {
  const rows = buildMatrix(worlds);
  const files = [...new Set(rows.map(({ file }) => file))];
  return `${filter(worlds.length > 1)}
<table>
<thead><tr><th>Scenario</th>${worlds.map(({ world }) => `<th>${escapeHtml(world)}</th>`).join('')}<th>Rules</th></tr></thead>
${files.map((file) => section(file, rows, worlds)).join('\n')}
</table>
<p class="none-shown">There is none.</p>`;
}

function filter(severalWorlds: boolean): string {
  const choices = {
    all: 'All',
    failed: 'Failed',
    skipped: 'Skipped',
    ...(severalWorlds && { different: 'Not the same in all worlds' }),
  };
  const labels = Object.entries(choices).map(
    ([id, text]) =>
      `<label><input type="radio" name="show" id="show-${id}"${id === 'all' ? ' checked' : ''}>${text}</label>`,
  );
  return `<fieldset class="filter" aria-label="Which scenarios are shown">${labels.join('')}</fieldset>`;
}

function section(file: string, rows: readonly MatrixRow[], worlds: readonly WorldReport[]): string {
  const ofFile = rows.filter((row) => row.file === file).map((row) => rowOf(row, worlds));
  const head = `<tr><th class="file" colspan="${worlds.length + 2}">${escapeHtml(file)}</th></tr>`;
  return `<tbody>\n${[head, ...ofFile].join('\n')}\n</tbody>`;
}

function rowOf({ title, rules, results }: MatrixRow, worlds: readonly WorldReport[]): string {
  const states = new Set(results.map((result) => result?.state));
  const classes = [
    'row',
    ...(['failed', 'skipped'] as const).filter((state) => states.has(state)).map((state) => `has-${state}`),
    ...(states.size > 1 ? ['differs'] : []),
  ];
  const failures = results.map((result, index) => failure(result, worlds[index]!.world)).join('');
  const why =
    failures &&
    `\n<tr class="why ${classes.join(' ')}"><td colspan="${worlds.length + 2}">${failures}</td></tr>`;
  const ruleList = rules.map((rule) => escapeHtml(rule)).join('<br>');
  return (
    `<tr class="${classes.join(' ')}"><td>${escapeHtml(title)}</td>` +
    `${results.map(cell).join('')}<td class="rules">${ruleList}</td></tr>${why}`
  );
}

function cell(result: ScenarioResult | undefined): string {
  if (!result) return '<td class="result"><span class="state absent">not run</span></td>';
  const { state, reason, durationMs } = result;
  const more = state === 'skipped' ? (reason ?? 'no reason given') : `${durationMs} ms`;
  return `<td class="result"><span class="state ${state}">${STATES[state]}</span> <small>${escapeHtml(more)}</small></td>`;
}

function failure(result: ScenarioResult | undefined, world: string): string {
  if (result?.state !== 'failed') return '';
  const errors = result.errors.map((error) => `<pre>${escapeHtml(error)}</pre>`).join('');
  return `<details open><summary>Why it failed in ${escapeHtml(world)}</summary>${errors}</details>`;
}
