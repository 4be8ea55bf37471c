/** Harness time since an instant, for the first column: `  12.5s`, and from a minute on ` 2:03.5`. */
export function formatElapsed(sinceMs: number): string {
  const tenths = Math.max(0, Math.floor(sinceMs / 100));
  const seconds = (tenths % 600) / 10;
  const minutes = Math.floor(tenths / 600);
  const text = minutes === 0 ? `${seconds.toFixed(1)}s` : `${minutes}:${seconds.toFixed(1).padStart(4, '0')}`;
  return text.padStart(8);
}
