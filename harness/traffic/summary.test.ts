import { expect, test } from 'vitest';
import type { DatagramResult } from './datagram-result.ts';
import { formatSummary, summarize, summarizeFlows } from './summary.ts';

const endpoint = { address: '172.31.0.10', port: 8080 };

function result(sequence: number, parts: Partial<DatagramResult> = {}): DatagramResult {
  return {
    sequence,
    sentAt: 0,
    sentBytes: 2,
    to: endpoint,
    servedBy: 'a',
    seenSource: undefined,
    intact: true,
    from: endpoint,
    latencyMs: sequence,
    payload: undefined,
    lost: false,
    late: false,
    duplicates: 0,
    arrival: sequence,
    ...parts,
  };
}

const lost = { lost: true, servedBy: undefined, latencyMs: undefined, arrival: undefined };

test('sums up loss, duplicates, order and targets', () => {
  const results = [
    result(1, { arrival: 1 }),
    result(2, { arrival: 0, duplicates: 2, servedBy: 'b' }),
    result(3, lost),
    result(4, { ...lost, late: true, arrival: 2, servedBy: 'a' }),
    result(5, { servedBy: undefined }),
  ];
  expect(summarize(results)).toEqual({
    sent: 5,
    answered: 3,
    lost: 2,
    late: 1,
    duplicates: 2,
    reordered: 1,
    lossRatio: 0.4,
    latencyMs: { min: 1, p50: 2, p90: 5, p99: 5, max: 5 },
    servedBy: { a: 1, b: 1, unknown: 1 },
  });
});

test('percentiles are latencies that were measured', () => {
  const results = Array.from({ length: 100 }, (_, index) => result(100 - index, { arrival: index }));
  expect(summarize(results).latencyMs).toEqual({ min: 1, p50: 50, p90: 90, p99: 99, max: 100 });
});

test('nothing sent is no loss', () => {
  expect(summarize([])).toMatchObject({ sent: 0, lossRatio: 0, latencyMs: undefined, servedBy: {} });
});

test('replies of different flows are not out of order', () => {
  const flows = [[result(1, { arrival: 5 })], [result(1, { arrival: 0 })]];
  expect(summarizeFlows(flows)).toMatchObject({ sent: 2, reordered: 0 });
});

test('is a table for people', () => {
  expect(
    formatSummary(summarize([result(1), result(2), result(3, { ...lost, late: true }), result(4)])),
  ).toBe(
    [
      'sent        4',
      'answered    3',
      'lost        1 (25.0 %), 1 late',
      'duplicates  0',
      'reordered   0',
      'latency     p50 2.0 ms, p90 4.0 ms, p99 4.0 ms, max 4.0 ms',
      'by a        3',
    ].join('\n'),
  );
});
