import { HarnessError } from '../index.ts';

/** Kinds of handles that a world opens; the rest of what Node counts belongs to the test runner. */
const OWN_KINDS = ['ProcessWrap', 'TCPServerWrap', 'UDPWrap', 'Worker', 'PipeWrap'];

/** Two would do: handles close at the end of the turn in which they are told to. */
const TURNS = 3;

/** Open sockets, servers, processes and threads of this process, counted by kind. */
export function countHandles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (OWN_KINDS.includes(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/**
 * Throws HARNESS_LEAK, naming what is left, when there is more than before. What has been told to close is
 * gone only after the closing phase of the event loop, so a few turns of it are given first.
 */
export async function checkNothingLeft(before: ReadonlyMap<string, number>): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
  const left = [...countHandles()].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0);
    return more > 0 ? [`${more} ${kind}`] : [];
  });
  if (left.length === 0) return;
  throw new HarnessError(
    'HARNESS_LEAK',
    `The scenario left something open: ${left.join(', ')}`,
    'Close the sockets and servers that the scenario opened itself; if it opened none, please report this',
  );
}
