import { AwsError } from '../aws-error.ts';
import { ipv4FromNumber } from '../network/ipv4.ts';
import { parseCidrBlock } from './cidr-block.ts';
import type { Ec2State } from './state.ts';

/** Reserved for benchmarks (RFC 2544), so no address of the real Internet appears, and large enough. */
const PUBLIC_BLOCK = '198.18.0.0/15';

/** The lowest public address that neither an Elastic IP address nor an interface has. */
export function choosePublicAddress(state: Ec2State): string {
  const used = new Set<string | undefined>([
    ...[...state.addresses.values()].map(({ publicIp }) => publicIp),
    ...[...state.networkInterfaces.values()].map(({ publicIp }) => publicIp),
  ]);
  const { first, last } = parseCidrBlock(PUBLIC_BLOCK);
  for (let number = first + 1; number < last; number++) {
    const address = ipv4FromNumber(number);
    if (!used.has(address)) return address;
  }
  throw new AwsError(
    'InsufficientAddressCapacity',
    'Not enough available addresses to satisfy your request.',
  );
}
