import type { LocalStackSettings } from '../localstack/localstack-settings.ts';
import type { StartLocalStackOptions } from '../localstack/start-localstack.ts';
import { startLocalStackAccount } from '../localstack/start-localstack-account.ts';
import { parseUserData } from '../targets/user-data.ts';
import { startDockerHostNetwork } from '../worlds/docker/docker-host-network.ts';
import { connectEngine } from '../worlds/docker/engine.ts';
import { ownedByThisProcess } from '../worlds/docker/owner.ts';
import type { HostNetwork } from '../worlds/world.ts';
import type { EmulatedWorld } from './emulated-world.ts';
import { startRouterNode } from './router-node.ts';
import { type EmulatedWorldOptions, startEmulatedWorld } from './start-emulated-world.ts';

export interface DockerWorldOptions extends EmulatedWorldOptions {
  /** The image that hosts are made of; default: one that is built on first use, or NLB_HOST_IMAGE. */
  readonly image?: string | undefined;
  /**
   * The LocalStack that holds EC2 and answers for all services but load balancing and metrics. Default: one is started
   * for this world, or that of NLB_LOCALSTACK_ENDPOINT is used. `false`: none; EC2 is the emulator's own, as in the
   * other worlds.
   */
  readonly localStack?: LocalStackOptions | false | undefined;
  /** Told a line for each step that takes its time: an image that is built, LocalStack that starts. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** One that runs already (`endpoint`, which is not stopped), or how to start one. */
export type LocalStackOptions = LocalStackSettings & Pick<StartLocalStackOptions, 'reuse'>;

/**
 * Starts the docker world: the AWS endpoint on this machine, hosts at real VPC addresses in containers, and LocalStack
 * beside them.
 *
 * Errors: HARNESS_ARGUMENT_INVALID, HARNESS_DOCKER_UNAVAILABLE, HARNESS_IMAGE_MISSING, HARNESS_IMAGE_BUILD_FAILED,
 * HARNESS_SUBNET_IN_USE, HARNESS_CONTAINER_START_FAILED, HARNESS_LOCALSTACK_START_FAILED, HARNESS_PORT_IN_USE,
 * HARNESS_PORT_PRIVILEGED.
 */
export async function startDockerWorld(options: DockerWorldOptions = {}): Promise<EmulatedWorld> {
  const { image, localStack = {}, onProgress, ...rest } = options;
  const startNetwork = () => startDockerHostNetwork({ parseUserData, image, onProgress });
  // While LocalStack starts, which takes as long.
  const first = new FirstNetwork(startNetwork());
  try {
    return await startEmulatedWorld(rest, {
      name: 'docker',
      createNetwork: () => first.take() ?? startNetwork(),
      startNode: startRouterNode,
      ...(localStack && {
        startUpstream: async () => {
          // Whether Ryuk can be had is found out there.
          await connectEngine();
          // One that is kept for later runs is nobody's.
          const labels = localStack.reuse ? {} : ownedByThisProcess();
          return startLocalStackAccount({ ...localStack, labels, onProgress });
        },
      }),
    });
  } catch (error) {
    await first.dispose();
    throw error;
  }
}

/** A network that is started before anybody needs it. */
class FirstNetwork {
  #starting: Promise<HostNetwork> | undefined;

  constructor(starting: Promise<HostNetwork>) {
    this.#starting = starting;
    // Told to whoever takes it.
    starting.catch(() => undefined);
  }

  /** Once; then it is the caller's. */
  take(): Promise<HostNetwork> | undefined {
    const starting = this.#starting;
    this.#starting = undefined;
    return starting;
  }

  /** Where nobody took it. */
  async dispose(): Promise<void> {
    const network = await this.take()?.catch(() => undefined);
    await network?.[Symbol.asyncDispose]();
  }
}
