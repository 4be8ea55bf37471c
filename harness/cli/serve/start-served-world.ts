import {
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
  /** The endpoint of a LocalStack that runs already. */
  readonly localstack?: string;
}

/** What is told of a world that takes its time to start. */
type OnStep = (step: string) => void;

const STARTERS: Readonly<
  Record<AvailableWorld, (options: EmulatedWorldOptions, onStep: OnStep) => Promise<EmulatedWorld>>
> = {
  loopback: startLoopbackWorld,
  netns: startNetnsWorld,
  docker: (options, onProgress) => startDockerWorld({ ...options, onProgress }),
};

/** Starts the world that was chosen. Throws, before anything is started, where this machine lacks something for it. */
export async function startServedWorld(
  { world: named, attach, localstack }: ServedWorldChoice,
  options: EmulatedWorldOptions,
): Promise<EmulatedWorld> {
  if (attach !== undefined) {
    if (named === undefined)
      return await startAttachedWorld({ ...options, cidrBlock: attach, localStack: localstack });
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `--attach ${attach} and --world ${named} name two worlds`,
      'Give one of them',
    );
  }
  if (localstack !== undefined)
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      'Only a world that is attached takes its EC2 from a LocalStack that is given',
      'Give --attach as well, or leave --localstack out',
    );
  const world = chooseWorld(named, process.env);
  using steps = new SlowSteps();
  steps.begin(`Looking whether the ${world} world works on this machine`);
  await requireWorld(world);
  steps.begin(`Starting the ${world} world`);
  return await STARTERS[world](options, (step) => steps.begin(step));
}
