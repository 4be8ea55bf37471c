const MOST_FINDINGS = 40;

/** What is printed for a check: a line, and below it the findings of one that failed. */
export function reportOf(name: string, findings: readonly string[], durationMs: number): string {
  const result = findings.length === 0 ? 'ok    ' : 'failed';
  const shown = findings.slice(0, MOST_FINDINGS).map((finding) => `         ${finding}`);
  const rest = findings.length - shown.length;
  if (rest > 0) shown.push(`         … and ${rest} more`);
  return [`${result}   ${name} (${(durationMs / 1000).toFixed(1)} s)`, ...shown].join('\n');
}
