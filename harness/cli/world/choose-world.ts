import { HarnessError, type WorldName } from '../../index.ts';

/** The worlds that this version has. */
export const AVAILABLE_WORLDS = ['loopback', 'netns', 'docker'] as const satisfies readonly WorldName[];

export type AvailableWorld = (typeof AVAILABLE_WORLDS)[number];

/** The world that was asked for: by option, else by NLB_WORLD, else loopback. Throws HARNESS_WORLD_UNKNOWN. */
export function chooseWorld(option: string | undefined, environment: NodeJS.ProcessEnv): AvailableWorld {
  return worldNamed(option ?? (environment.NLB_WORLD || 'loopback'), AVAILABLE_WORLDS);
}

/** Several, separated by commas, each once; `all` stands for itself. Throws HARNESS_WORLD_UNKNOWN. */
export function chooseWorlds(
  option: string | undefined,
  environment: NodeJS.ProcessEnv,
): readonly AvailableWorld[] | 'all' {
  if (option === 'all') return 'all';
  if (option === undefined) return [chooseWorld(undefined, environment)];
  const names = option.split(',').map((name) => name.trim());
  return [...new Set(names.map((name) => worldNamed(name, [...AVAILABLE_WORLDS, 'all'])))];
}

function worldNamed(name: string, choices: readonly string[]): AvailableWorld {
  const world = AVAILABLE_WORLDS.find((candidate) => candidate === name);
  if (world) return world;
  throw new HarnessError(
    'HARNESS_WORLD_UNKNOWN',
    `There is no world '${name}' to use here`,
    `Use one of: ${choices.join(', ')}`,
  );
}
