import { escapeHtml } from './escape-html.ts';
import { provedRules, type RunReport, type ScenarioResult, skipReasons } from './run-report.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid #8884 }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
.passed { color: #1a7f37 } .failed { color: #cf222e; font-weight: 600 } .skipped { color: #9a6700 }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .25rem 0 }
code { overflow-wrap: anywhere }
`;

/** A run as one HTML document that needs nothing else: no script, no other file, no network. */
export function renderHtmlPage(report: RunReport): string {
  const { world, seed, startedAt, durationMs, totals, scenarios, errors } = report;
  const rules = provedRules(scenarios);
  const summary = `${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`Scenarios in ${world}: ${summary}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>Scenarios in the ${escapeHtml(world)} world</h1>
<p><strong>${summary}</strong> in ${seconds(durationMs)}, seed ${escapeHtml(seed)}, started ${escapeHtml(startedAt)}</p>
${errors.length > 0 ? `<h2>Errors outside of scenarios</h2>\n${errors.map(preformatted).join('\n')}` : ''}
<h2>Results</h2>
<table>
<thead><tr><th>Result</th><th>Scenario</th><th>Rules</th><th>Time</th></tr></thead>
<tbody>
${scenarios.map(row).join('\n')}
</tbody>
</table>
${skipped(scenarios)}
<h2>Rules proved</h2>
<p>${rules.length > 0 ? rules.map((rule) => `<code>${escapeHtml(rule)}</code>`).join(' ') : 'None.'}</p>
</body>
</html>
`;
}

function row({ file, title, state, reason, durationMs, rules, errors }: ScenarioResult): string {
  const why = reason === undefined ? '' : `<br><small>${escapeHtml(reason)}</small>`;
  return (
    `<tr><td class="${state}">${state}</td>` +
    `<td>${escapeHtml(title)}<br><small><code>${escapeHtml(file)}</code></small>${why}` +
    `${errors.map(preformatted).join('')}</td>` +
    `<td>${rules.map(escapeHtml).join('<br>')}</td><td class="number">${seconds(durationMs)}</td></tr>`
  );
}

function skipped(scenarios: readonly ScenarioResult[]): string {
  const reasons = [...skipReasons(scenarios)];
  if (reasons.length === 0) return '';
  const items = reasons.map(([reason, count]) => `<li>${count} × ${escapeHtml(reason)}</li>`);
  return `<h2>Skipped, and why</h2>\n<ul>\n${items.join('\n')}\n</ul>`;
}

function preformatted(text: string): string {
  return `<pre>${escapeHtml(text)}</pre>`;
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(2)} s`;
}
