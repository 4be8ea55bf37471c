import type { StartedWorld } from '../../harness/index.ts';

/** As long as CloudFormation would have patience with it, in harness time. */
const LIMIT_MS = 600_000;

/** Lets harness time go by until a condition holds. */
export async function waitFor(
  world: StartedWorld,
  what: string,
  condition: () => Promise<boolean>,
): Promise<void> {
  if (await world.clock.advanceUntil(condition, { withinMs: LIMIT_MS })) return;
  throw new Error(`Waited ${LIMIT_MS / 1000} s of harness time for ${what}`);
}
