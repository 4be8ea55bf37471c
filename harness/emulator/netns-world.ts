import { parseUserData } from '../targets/user-data.ts';
import { startNetnsHostNetwork } from '../worlds/netns/netns-host-network.ts';
import type { EmulatedWorld } from './emulated-world.ts';
import { startRouterNode } from './router-node.ts';
import { type EmulatedWorldOptions, startEmulatedWorld } from './start-emulated-world.ts';

/**
 * Starts the netns world: the AWS endpoint on this machine, and hosts at real VPC addresses in network namespaces
 * of their own, with a DNS server of theirs. Linux with iproute2, nftables and util-linux; neither root nor Docker.
 *
 * Errors: HARNESS_ARGUMENT_INVALID, HARNESS_NAMESPACES_UNAVAILABLE, HARNESS_PORT_IN_USE, HARNESS_PORT_PRIVILEGED.
 */
export async function startNetnsWorld(options: EmulatedWorldOptions = {}): Promise<EmulatedWorld> {
  return startEmulatedWorld(options, {
    name: 'netns',
    createNetwork: () => startNetnsHostNetwork({ parseUserData }),
    startNode: startRouterNode,
  });
}
