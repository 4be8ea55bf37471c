import {
  HarnessError,
  type StartedWorld,
  startDockerWorld,
  startLoopbackWorld,
  startNetnsWorld,
  type WorldName,
} from '../index.ts';
import type { ScenarioOptions } from './scenario-options.ts';
import { readSeed } from './seed.ts';

type ScenarioWorldOptions = Pick<ScenarioOptions, 'addresses' | 'profile'> & { readonly seed: number };

/** How each world is started for a scenario. */
const STARTERS: Partial<Record<WorldName, (options: ScenarioWorldOptions) => Promise<StartedWorld>>> = {
  loopback: ({ addresses, profile, seed }) =>
    startLoopbackWorld({ seed, addresses: addresses ?? 'detect', profile: profile ?? 'documented' }),
  netns: ({ profile, seed }) => startNetnsWorld({ seed, profile: profile ?? 'documented' }),
  docker: ({ profile, seed }) => startDockerWorld({ seed, profile: profile ?? 'documented' }),
};

/** Starts the world that NLB_WORLD names; loopback where it names none. Throws HARNESS_WORLD_UNKNOWN. */
export function startScenarioWorld(
  options: Pick<ScenarioOptions, 'addresses' | 'profile'>,
): Promise<StartedWorld> {
  const name = process.env.NLB_WORLD ?? 'loopback';
  const start = STARTERS[name as WorldName];
  if (start) return start({ ...options, seed: readSeed(process.env) });
  throw new HarnessError(
    'HARNESS_WORLD_UNKNOWN',
    `There is no world '${name}' to run scenarios in`,
    `Set NLB_WORLD to one of: ${Object.keys(STARTERS).join(', ')}`,
  );
}
