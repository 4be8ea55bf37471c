import { HarnessError, type NodeSnapshot } from '../index.ts';

/** Checks that every datagram a node received ended in exactly one counted fate. Throws HARNESS_INVARIANT_BROKEN. */
export function checkConservation(snapshot: NodeSnapshot | undefined): void {
  if (!snapshot) return;
  for (const direction of ['toTargets', 'toClients'] as const) {
    const { received, forwarded, held, dropped } = snapshot.counters[direction];
    const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
    if (received === forwarded + lost + held) continue;
    throw new HarnessError(
      'HARNESS_INVARIANT_BROKEN',
      `Datagrams are not conserved ${direction === 'toTargets' ? 'towards targets' : 'towards clients'}: ` +
        `${received} received, but ${forwarded} forwarded, ${lost} dropped and ${held} held`,
      'Please report this with the scenario',
    );
  }
}
