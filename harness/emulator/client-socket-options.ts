import { isIpv4 } from '../core/network/ipv4.ts';
import { HarnessError } from '../errors.ts';
import type { ClientSocketOptions } from '../worlds/world.ts';

/** Throws HARNESS_ARGUMENT_INVALID for a source that no datagram can have. */
export function checkClientSocket({ address, port = 0 }: ClientSocketOptions): void {
  if (address !== undefined && !isIpv4(address))
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The source address of a client is '${address}'`,
      'Give an IPv4 address, or none for a new one',
    );
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The source port of a client is ${port}`,
      'Give a whole number from 0 to 65535; 0 takes a free one',
    );
}
