import { describeDuration } from './describe-duration.ts';
import { escapeHtml } from './escape-html.ts';
import { htmlMatrix } from './html-matrix.ts';
import { STYLE } from './html-style.ts';
import { provedRules } from './proved-rules.ts';
import type { LeftOutWorld, RunReport, RunTotals, WorldReport } from './run-report.ts';
import { skipReasons } from './run-report.ts';

/** A run as one HTML document that needs nothing else: no script, no other file, no network. */
export function renderHtmlPage({ seed, startedAt, durationMs, totals, worlds, leftOut }: RunReport): string {
  const summary = `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`;
  const where = worlds.map(({ world }) => world).join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`Scenarios in ${where}: ${summary}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Scenarios: ${summary}</h1>
<p class="about">${describeDuration(durationMs)}, seed ${escapeHtml(seed)}, started ${escapeHtml(startedAt)}</p>
<ul class="worlds">
${[...worlds.map(worldCard), ...leftOut.map(leftOutCard)].join('\n')}
</ul>
${worlds.map(outsideErrors).join('')}
<h2>Scenarios in each world</h2>
${htmlMatrix(worlds)}
${worlds.map(skipped).join('')}
${rules(worlds)}
</body>
</html>
`;
}

function worldCard({ world, totals, durationMs }: WorldReport): string {
  return `<li><strong>${escapeHtml(world)}</strong> in ${describeDuration(durationMs)}<p>${counts(totals)}</p>${bar(totals)}</li>`;
}

function leftOutCard({ world, reason }: LeftOutWorld): string {
  return `<li><strong>${escapeHtml(world)}</strong> left out<p>${escapeHtml(reason)}</p></li>`;
}

function counts(totals: RunTotals): string {
  return (['passed', 'failed', 'skipped'] as const)
    .map(
      (state) => `<span class="count ${totals[state] > 0 ? state : 'none'}">${totals[state]} ${state}</span>`,
    )
    .join('');
}

function bar(totals: RunTotals): string {
  const parts = (['passed', 'failed', 'skipped'] as const).map(
    (state) => `<i class="${state}" style="flex:${totals[state]}"></i>`,
  );
  return `<div class="bar" aria-hidden="true">${parts.join('')}</div>`;
}

function outsideErrors({ world, errors }: WorldReport): string {
  if (errors.length === 0) return '';
  const texts = errors.map((error) => `<pre>${escapeHtml(error)}</pre>`).join('\n');
  return `<h2>Errors outside of scenarios in ${escapeHtml(world)}</h2>\n${texts}\n`;
}

function skipped({ world, scenarios }: WorldReport): string {
  const reasons = [...skipReasons(scenarios)];
  if (reasons.length === 0) return '';
  const items = reasons.map(([reason, count]) => `<li>${count} × ${escapeHtml(reason)}</li>`);
  return `<h2>Skipped in ${escapeHtml(world)}, and why</h2>\n<ul class="reasons">\n${items.join('\n')}\n</ul>\n`;
}

function rules(worlds: readonly WorldReport[]): string {
  const proved = provedRules(worlds);
  if (proved.size === 0) return '<h2>Rules proved</h2>\n<p>None.</p>';
  const rows = [...proved].map(
    ([rule, where]) =>
      `<tr><td class="rule"><code>${escapeHtml(rule)}</code></td>${worlds
        .map(
          ({ world }) =>
            `<td>${where.includes(world) ? '<span class="state passed">✓ proved</span>' : ''}</td>`,
        )
        .join('')}</tr>`,
  );
  const head = worlds.map(({ world }) => `<th>${escapeHtml(world)}</th>`).join('');
  return `<h2>Rules proved</h2>
<table>
<thead><tr><th>Rule</th>${head}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`;
}
