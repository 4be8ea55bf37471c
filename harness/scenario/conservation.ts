import { type ConnectionCounters, HarnessError, type NodeSnapshot } from '../index.ts';

/**
 * Checks that every datagram a node received ended in exactly one counted fate, and so did every connection and each
 * byte of it. Throws HARNESS_INVARIANT_BROKEN.
 */
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
  checkConnections(snapshot.counters.connections);
}

function checkConnections(counters: ConnectionCounters): void {
  const { accepted, open, refused, ended } = counters;
  const fates = [...Object.values(refused), ...Object.values(ended)].reduce(
    (sum, count) => sum + count,
    open,
  );
  if (accepted !== fates)
    throw notConserved(`${accepted} connections were accepted, and ${fates} are open, refused or ended`);
  for (const direction of ['toTargets', 'toClients'] as const) {
    const { receivedBytes, forwardedBytes, heldBytes, discardedBytes } = counters[direction];
    if (receivedBytes !== forwardedBytes + heldBytes + discardedBytes)
      throw notConserved(
        `${receivedBytes} bytes were received ${direction}, but ${forwardedBytes} forwarded, ${heldBytes} held ` +
          `and ${discardedBytes} discarded`,
      );
  }
}

function notConserved(what: string): HarnessError {
  return new HarnessError(
    'HARNESS_INVARIANT_BROKEN',
    `Connections are not conserved: ${what}`,
    'Please report this with the scenario',
  );
}
