import type { DatagramResult } from './datagram-result.ts';

/** Numbers about many datagrams. */
export interface TrafficSummary {
  readonly sent: number;
  /** Replied to within the time-out. */
  readonly answered: number;
  readonly lost: number;
  /** Those of the lost whose reply came after the time-out. */
  readonly late: number;
  /** Replies beyond the first. */
  readonly duplicates: number;
  /** Replies that came after the reply to a datagram of the same client that was sent later. */
  readonly reordered: number;
  /** 0 to 1; 0 when nothing was sent. */
  readonly lossRatio: number;
  /** Real milliseconds; undefined when nothing was answered. */
  readonly latencyMs: LatencyPercentiles | undefined;
  /** Answered datagrams by the target's name; `unknown` for services that do not name themselves. */
  readonly servedBy: Readonly<Record<string, number>>;
}

export interface LatencyPercentiles {
  readonly min: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
}

/** Sums up the results of one flow, in the order of sending. */
export function summarize(results: readonly DatagramResult[]): TrafficSummary {
  const answered = results.filter(({ lost }) => !lost);
  return {
    sent: results.length,
    answered: answered.length,
    lost: results.length - answered.length,
    late: results.filter(({ late }) => late).length,
    duplicates: results.reduce((sum, { duplicates }) => sum + duplicates, 0),
    reordered: countReordered(results),
    lossRatio: results.length === 0 ? 0 : 1 - answered.length / results.length,
    latencyMs: percentiles(answered.flatMap(({ latencyMs }) => latencyMs ?? [])),
    servedBy: countBy(answered.map(({ servedBy }) => servedBy ?? 'unknown')),
  };
}

/** Sums up several flows; replies are out of order only within a flow. */
export function summarizeFlows(flows: readonly (readonly DatagramResult[])[]): TrafficSummary {
  const reordered = flows.reduce((sum, results) => sum + countReordered(results), 0);
  return { ...summarize(flows.flat()), reordered };
}

/** A small table for people. */
export function formatSummary(summary: TrafficSummary): string {
  const { sent, answered, lost, late, duplicates, reordered, lossRatio, latencyMs, servedBy } = summary;
  const rows: [string, string][] = [
    ['sent', String(sent)],
    ['answered', String(answered)],
    ['lost', `${lost} (${(lossRatio * 100).toFixed(1)} %)${late > 0 ? `, ${late} late` : ''}`],
    ['duplicates', String(duplicates)],
    ['reordered', String(reordered)],
    ['latency', latencyMs ? formatLatency(latencyMs) : 'none'],
    ...Object.entries(servedBy).map(([name, count]): [string, string] => [`by ${name}`, String(count)]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join('\n');
}

function formatLatency({ p50, p90, p99, max }: LatencyPercentiles): string {
  const ms = (value: number) => value.toFixed(1);
  return `p50 ${ms(p50)} ms, p90 ${ms(p90)} ms, p99 ${ms(p99)} ms, max ${ms(max)} ms`;
}

function countReordered(results: readonly DatagramResult[]): number {
  let latest = -1;
  let reordered = 0;
  for (const { arrival } of results) {
    if (arrival === undefined) continue;
    if (arrival < latest) reordered += 1;
    latest = Math.max(latest, arrival);
  }
  return reordered;
}

/** Nearest rank: each percentile is a latency that was measured. */
function percentiles(latencies: readonly number[]): LatencyPercentiles | undefined {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  if (sorted.length === 0) return undefined;
  return { min: at(0), p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}

function countBy(names: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const name of names.toSorted()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries(counts);
}
