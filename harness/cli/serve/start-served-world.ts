import {
  type DockerWorldOptions,
  type EmulatedWorld,
  type EmulatedWorldOptions,
  HarnessError,
  startAttachedWorld,
  startDockerWorld,
  startLoopbackWorld,
  startNetnsWorld,
} from '../../index.ts';
import { SlowSteps } from '../slow-steps.ts';
import { type AvailableWorld, chooseWorld } from '../world/choose-world.ts';
import { requireWorld } from '../world/require-world.ts';

/** Which world is to be served. */
export interface ServedWorldChoice {
  /** Default: NLB_WORLD, or loopback. */
  readonly world?: string;
  /** The CIDR block of a network to attach to, whose hosts are there already. */
  readonly attach?: string;
  /** The endpoint of a LocalStack that runs already; `false`: EC2 is the emulator's own. Default: the world's. */
  readonly localstack?: string | false;
}

/** What only a world of containers takes. */
type ContainerOptions = Pick<DockerWorldOptions, 'localStack' | 'onProgress'>;

const STARTERS: Readonly<
  Record<
    AvailableWorld,
    (options: EmulatedWorldOptions, ofContainers: ContainerOptions) => Promise<EmulatedWorld>
  >
> = {
  loopback: startLoopbackWorld,
  netns: startNetnsWorld,
  docker: (options, ofContainers) => startDockerWorld({ ...options, ...ofContainers }),
};

/** Starts the world that was chosen. Throws, before anything is started, where this machine lacks something for it. */
export async function startServedWorld(
  { world: named, attach, localstack }: ServedWorldChoice,
  options: EmulatedWorldOptions,
): Promise<EmulatedWorld> {
  if (attach !== undefined) {
    if (named === undefined)
      return await startAttachedWorld({ ...options, cidrBlock: attach, localStack: localstack || undefined });
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `--attach ${attach} and --world ${named} name two worlds`,
      'Give one of them',
    );
  }
  const world = chooseWorld(named, process.env);
  if (localstack && world !== 'docker')
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The EC2 of the ${world} world is the emulator's own, and not that of the LocalStack at ${localstack}`,
      'Give --world docker or --attach as well, or leave --localstack out',
    );
  using steps = new SlowSteps();
  steps.begin(`Looking whether the ${world} world works on this machine`);
  const localStack = typeof localstack === 'string' ? { endpoint: localstack } : localstack;
  await requireWorld(world, localStack);
  steps.begin(`Starting the ${world} world`);
  return await STARTERS[world](options, { localStack, onProgress: (step) => steps.begin(step) });
}
