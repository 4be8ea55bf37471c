import { randomInt } from 'node:crypto';
import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import type { Engine } from './engine.ts';
import { WORLD_LABEL } from './labels.ts';

/**
 * Where carriers get their subnets: a block for measuring networks (RFC 2544), which nobody routes. /22 has room for
 * a thousand containers, and the block for 128 such worlds at a time.
 */
const BLOCK = '198.18.0.0/15';
const SECOND_OCTETS = [18, 19];
const PREFIX_LENGTH = 22;
/** Between third octets. */
const STEP = 4;

/** The network that carries what a world's containers send. Nobody sees its addresses. */
export interface Carrier {
  readonly name: string;
  remove(): Promise<void>;
}

/**
 * Makes the carrying network of a world, of any subnet that is free.
 *
 * @throws HarnessError HARNESS_SUBNET_IN_USE, HARNESS_DOCKER_UNAVAILABLE
 */
export async function createCarrier({ docker, labels }: Engine, worldId: string): Promise<Carrier> {
  const name = `nlb-harness-${worldId}`;
  let taken: Error | undefined;
  for (const subnet of candidates()) {
    try {
      const network = await docker.createNetwork({
        Name: name,
        Driver: 'bridge',
        CheckDuplicate: true,
        IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] },
        // Else the machine would put its own address in place of addresses that are not of this subnet.
        Options: { 'com.docker.network.bridge.enable_ip_masquerade': 'false' },
        Labels: { ...labels, [WORLD_LABEL]: worldId },
      });
      return { name, remove: () => removeNetwork(network) };
    } catch (cause) {
      taken = cause as Error;
      if (!/overlap|already used/i.test(taken.message)) throw noNetwork(taken);
    }
  }
  throw new HarnessError(
    'HARNESS_SUBNET_IN_USE',
    `The engine has no room for the network of one more world: each /${PREFIX_LENGTH} of ${BLOCK} is taken (${taken?.message.trim()})`,
    'Remove networks that nobody needs (docker network prune)',
    { cause: taken },
  );
}

/** All subnets of the block, from any one on, so that worlds that start together seldom want the same. */
function candidates(): string[] {
  const subnets = SECOND_OCTETS.flatMap((second) =>
    Array.from({ length: 256 / STEP }, (_, index) => `198.${second}.${index * STEP}.0/${PREFIX_LENGTH}`),
  );
  const first = randomInt(subnets.length);
  return [...subnets.slice(first), ...subnets.slice(0, first)];
}

function noNetwork(cause: Error): HarnessError {
  return new HarnessError(
    'HARNESS_DOCKER_UNAVAILABLE',
    `The engine made no network for the world: ${cause.message.trim()}`,
    "Look at what it says there, and at the engine's log",
    { cause },
  );
}

/** One that is gone already is as good as removed. */
async function removeNetwork(network: Docker.Network): Promise<void> {
  try {
    await network.remove();
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode !== 404) throw error;
  }
}
