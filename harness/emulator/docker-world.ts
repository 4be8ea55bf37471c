import { parseUserData } from '../targets/user-data.ts';
import { startDockerHostNetwork } from '../worlds/docker/docker-host-network.ts';
import type { EmulatedWorld } from './emulated-world.ts';
import { startRouterNode } from './router-node.ts';
import { type EmulatedWorldOptions, startEmulatedWorld } from './start-emulated-world.ts';

export interface DockerWorldOptions extends EmulatedWorldOptions {
  /** The image that hosts are made of; default: one that is built on first use, or NLB_HOST_IMAGE. */
  readonly image?: string | undefined;
  /** Told a line for each step that takes its time: an image that is built, LocalStack that starts. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/**
 * Starts the docker world: the AWS endpoint on this machine, and hosts at real VPC addresses in containers.
 *
 * Errors: HARNESS_ARGUMENT_INVALID, HARNESS_DOCKER_UNAVAILABLE, HARNESS_IMAGE_MISSING, HARNESS_IMAGE_BUILD_FAILED,
 * HARNESS_SUBNET_IN_USE, HARNESS_CONTAINER_START_FAILED, HARNESS_PORT_IN_USE, HARNESS_PORT_PRIVILEGED.
 */
export async function startDockerWorld(options: DockerWorldOptions = {}): Promise<EmulatedWorld> {
  const { image, onProgress, ...rest } = options;
  return startEmulatedWorld(rest, {
    name: 'docker',
    createNetwork: () => startDockerHostNetwork({ parseUserData, image, onProgress }),
    startNode: startRouterNode,
  });
}
