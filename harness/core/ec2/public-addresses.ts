import { AwsError } from '../aws-error.ts';
import { ipv4FromNumber } from '../network/ipv4.ts';
import { parseCidrBlock } from './cidr-block.ts';
import type { Ec2State } from './state.ts';

/** Reserved for benchmarks (RFC 2544), so no address of the real Internet appears, and large enough. */
const PUBLIC_BLOCK = '198.18.0.0/15';

/** The lowest public address that neither an Elastic IP address nor an interface has. */
export function choosePublicAddress(state: Ec2State): string {
  return publicAddresses(state)();
}

/**
 * Gives one free public address after the other, lowest first, for as long as nobody else takes one: who needs many
 * looks over the Region once. Throws `InsufficientAddressCapacity`.
 */
export function publicAddresses(state: Ec2State): () => string {
  const used = new Set<string | undefined>([
    ...[...state.addresses.values()].map(({ publicIp }) => publicIp),
    ...[...state.networkInterfaces.values()].map(({ publicIp }) => publicIp),
  ]);
  const { first, last } = parseCidrBlock(PUBLIC_BLOCK);
  let next = first + 1;
  return () => {
    while (next < last) {
      const address = ipv4FromNumber(next++);
      if (!used.has(address)) return address;
    }
    throw new AwsError(
      'InsufficientAddressCapacity',
      'Not enough available addresses to satisfy your request.',
    );
  };
}
