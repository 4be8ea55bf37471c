import type { HarnessError } from '../../index.ts';
import type { LeftOutWorld } from '../../report/run-report.ts';
import { AVAILABLE_WORLDS, type AvailableWorld, chooseWorlds } from '../world/choose-world.ts';
import { requireWorld, whatWorldLacks } from '../world/require-world.ts';

/** Where scenarios are run, and where they would have been if this machine had what it takes. */
export interface WorldsToRun {
  readonly worlds: readonly AvailableWorld[];
  readonly leftOut: readonly LeftOutWorld[];
}

/**
 * The worlds that were asked for. With `all` those that work on this machine; a world that was named and does not
 * work is an error.
 *
 * @throws HarnessError HARNESS_WORLD_UNKNOWN, HARNESS_NAMESPACES_UNAVAILABLE, HARNESS_DOCKER_UNAVAILABLE
 */
export async function worldsToRun(
  option: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<WorldsToRun> {
  const chosen = chooseWorlds(option, environment);
  if (chosen !== 'all') {
    for (const world of chosen) await requireWorld(world);
    return { worlds: chosen, leftOut: [] };
  }
  const examined = await Promise.all(
    AVAILABLE_WORLDS.map(async (world) => ({ world, lacks: await whatWorldLacks(world) })),
  );
  return {
    worlds: examined.filter(({ lacks }) => !lacks).map(({ world }) => world),
    leftOut: examined.flatMap(({ world, lacks }) => (lacks ? [{ world, reason: reasonOf(lacks) }] : [])),
  };
}

/** What is wrong and what to do, without the code. */
function reasonOf(error: HarnessError): string {
  return error.message.replace(` [${error.code}]`, '');
}
