const MINUTE_MS = 60_000;

/** For people: `1.50 s`, `3 min 21 s`. */
export function describeDuration(durationMs: number): string {
  if (durationMs < MINUTE_MS) return `${(durationMs / 1000).toFixed(2)} s`;
  const seconds = Math.round(durationMs / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
