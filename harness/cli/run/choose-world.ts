import { HarnessError, type WorldName } from '../../index.ts';

/** The worlds that scenarios can be run in by this version. */
const RUNNABLE_WORLDS = ['loopback', 'netns'] as const satisfies readonly WorldName[];

/** The world that was asked for: by option, else by NLB_WORLD, else loopback. */
export function chooseWorld(option: string | undefined, environment: NodeJS.ProcessEnv): WorldName {
  const name = option ?? (environment.NLB_WORLD || 'loopback');
  const world = RUNNABLE_WORLDS.find((candidate) => candidate === name);
  if (world) return world;
  throw new HarnessError(
    'HARNESS_WORLD_UNKNOWN',
    `There is no world '${name}' to run scenarios in`,
    `Use one of: ${RUNNABLE_WORLDS.join(', ')}`,
  );
}
