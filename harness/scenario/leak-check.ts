import { HarnessError } from '../index.ts';

/** Kinds of handles that a world opens; the rest of what Node counts belongs to the test runner. */
const OWN_KINDS = ['ProcessWrap', 'TCPServerWrap', 'UDPWrap', 'Worker', 'PipeWrap'];

/** Open sockets, servers, processes and threads of this process, counted by kind. */
export function countHandles(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    if (OWN_KINDS.includes(kind)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Throws HARNESS_LEAK, naming what is left, when there is more than before. */
export function checkNothingLeft(before: ReadonlyMap<string, number>): void {
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
