import {
  type DockerWorldOptions,
  examineDocker,
  examineNetnsRequirements,
  HarnessError,
  type HarnessErrorCode,
} from '../../index.ts';
import type { AvailableWorld } from './choose-world.ts';

/** Something that a world cannot do without, and how it stands on this machine. */
interface Requirement {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  readonly remedy: string | undefined;
}

/** Of the docker world, what decides whether it needs an image of LocalStack. */
type LocalStackChoice = DockerWorldOptions['localStack'];
type Examine = (localStack: LocalStackChoice) => Promise<readonly Requirement[]>;

/** What a world needs of this machine, and the error where it is not there. Loopback needs nothing. */
const REQUIREMENTS: Readonly<Partial<Record<AvailableWorld, readonly [Examine, HarnessErrorCode]>>> = {
  netns: [examineNetnsRequirements, 'HARNESS_NAMESPACES_UNAVAILABLE'],
  docker: [async (localStack) => (await examineDocker(localStack)).required, 'HARNESS_DOCKER_UNAVAILABLE'],
};

/** Why a world does not work on this machine; undefined where it does. */
export async function whatWorldLacks(
  world: AvailableWorld,
  localStack?: LocalStackChoice,
): Promise<HarnessError | undefined> {
  const [examine, code] = REQUIREMENTS[world] ?? [];
  const missing = (await examine?.(localStack))?.find(({ ok }) => !ok);
  if (!code || !missing) return undefined;
  return new HarnessError(
    code,
    `The ${world} world does not work on this machine: ${missing.what}: ${missing.found}`,
    missing.remedy ?? 'Run nlb-harness doctor',
  );
}

/**
 * Makes sure that this machine has what a world needs, before anything is started.
 *
 * @throws HarnessError HARNESS_NAMESPACES_UNAVAILABLE, HARNESS_DOCKER_UNAVAILABLE
 */
export async function requireWorld(world: AvailableWorld, localStack?: LocalStackChoice): Promise<void> {
  const lacks = await whatWorldLacks(world, localStack);
  if (lacks) throw lacks;
}
