import type { DropReason, StartedWorld } from '../../harness/index.ts';

/**
 * How many datagrams the nodes dropped for this reason, on their way to targets or back; undefined in a world
 * whose nodes nobody can look into.
 */
export async function droppedFor(world: StartedWorld, reason: DropReason): Promise<number | undefined> {
  const snapshot = await world.snapshot();
  if (!snapshot) return undefined;
  const { toTargets, toClients } = snapshot.counters;
  return (toTargets.dropped[reason] ?? 0) + (toClients.dropped[reason] ?? 0);
}
