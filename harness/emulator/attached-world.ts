import { isCidrIpv4 } from '../core/network/ipv4.ts';
import { HarnessError } from '../errors.ts';
import { startLocalStackAccount } from '../localstack/start-localstack-account.ts';
import { startAttachedHostNetwork } from '../worlds/attached/attached-host-network.ts';
import type { EmulatedWorld } from './emulated-world.ts';
import { startRouterNode } from './router-node.ts';
import { type EmulatedWorldOptions, startEmulatedWorld } from './start-emulated-world.ts';

export interface AttachedWorldOptions extends EmulatedWorldOptions {
  /** The network that this machine is on, and the VPC's addresses are in. */
  readonly cidrBlock: string;
  /** The endpoint of a LocalStack that holds EC2 and answers for other services; else EC2 is the emulator's own. */
  readonly localStack?: string | undefined;
}

/** The account of whoever speaks to a LocalStack without giving a number, so that it looks the same from everywhere. */
const LOCALSTACK_ACCOUNT = '000000000000';

/**
 * Starts the attached world: the AWS endpoint and the load balancer on this machine, in a network whose hosts are
 * there already, as the containers of a Compose file are. An instance that is run with the private address of a host
 * stands for that host; its user data is not run.
 *
 * This machine becomes the router, and the router's rules are about all that it sends and receives: let it be a
 * container, or a machine for nothing else.
 *
 * Errors: HARNESS_ARGUMENT_INVALID, HARNESS_ATTACH_FAILED, HARNESS_LOCALSTACK_LOST, HARNESS_PORT_IN_USE,
 * HARNESS_PORT_PRIVILEGED.
 */
export async function startAttachedWorld(options: AttachedWorldOptions): Promise<EmulatedWorld> {
  const { cidrBlock, localStack, ...rest } = options;
  if (!isCidrIpv4(cidrBlock))
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The attached network is '${cidrBlock}'`,
      "Give an IPv4 CIDR block, like '172.31.0.0/16'",
    );
  let owner: string | undefined;
  return startEmulatedWorld(rest, {
    name: 'attached',
    createNetwork: async (region) => {
      // Each Region has a network of its own, and there is but one here: it is that of the first one.
      if (owner !== undefined)
        throw new HarnessError(
          'HARNESS_ARGUMENT_INVALID',
          `The network ${cidrBlock} belongs to Region ${owner}, so ${region} has none`,
          `Use Region ${owner}, or serve another one`,
        );
      const network = startAttachedHostNetwork(cidrBlock);
      owner = region;
      return network;
    },
    startNode: startRouterNode,
    ...(localStack !== undefined && {
      startUpstream: () => startLocalStackAccount({ endpoint: localStack, accountId: LOCALSTACK_ACCOUNT }),
    }),
  });
}
