import { parseUserData } from '../targets/user-data.ts';
import { startLoopbackHostNetwork } from '../worlds/loopback/loopback-host-network.ts';
import type { EmulatedWorld } from './emulated-world.ts';
import { startLoopbackNode } from './loopback-node.ts';
import { type EmulatedWorldOptions, startEmulatedWorld } from './start-emulated-world.ts';
import { checkChoice } from './world-options.ts';

const ADDRESS_CHOICES = ['many', 'single', 'detect'] as const;

export interface LoopbackWorldOptions extends EmulatedWorldOptions {
  /**
   * `many`: every host has its own address of 127/8. `single`: only 127.0.0.1 exists, ports are mapped too.
   * Default: what this machine has.
   */
  readonly addresses?: (typeof ADDRESS_CHOICES)[number];
}

/**
 * Starts the loopback world: the AWS endpoint, DNS, and 127/8 as the network, with nothing but Node.
 *
 * Errors: HARNESS_ARGUMENT_INVALID, HARNESS_PORT_IN_USE, HARNESS_PORT_PRIVILEGED, HARNESS_NO_FREE_ADDRESS.
 */
export async function startLoopbackWorld(options: LoopbackWorldOptions = {}): Promise<EmulatedWorld> {
  const { addresses = 'detect' } = options;
  checkChoice('addresses', addresses, ADDRESS_CHOICES);
  return startEmulatedWorld(options, {
    name: 'loopback',
    createNetwork: () => startLoopbackHostNetwork({ addresses, parseUserData }),
    startNode: startLoopbackNode,
  });
}
