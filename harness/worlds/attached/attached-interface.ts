import { networkInterfaces } from 'node:os';
import { cidrContains } from '../../core/network/ipv4.ts';
import { HarnessError } from '../../errors.ts';

/** The interface by which this machine is on a network. */
export interface AttachedInterface {
  /** As `ip` knows it: `eth0`. */
  readonly device: string;
  readonly address: string;
  readonly prefixLength: number;
}

/**
 * Finds the interface that has an address in a CIDR block.
 *
 * @throws HarnessError HARNESS_ATTACH_FAILED where none has, with what there is
 */
export function attachedInterface(cidrBlock: string, interfaces = networkInterfaces()): AttachedInterface {
  const addresses = Object.entries(interfaces).flatMap(([device, list = []]) =>
    list
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address, cidr }) => ({ device, address, prefixLength: Number(cidr?.split('/')[1] ?? 32) })),
  );
  const found = addresses.find(({ address }) => cidrContains(cidrBlock, address));
  if (found) return found;
  const there = addresses.map(({ device, address }) => `${address} (${device})`).join(', ') || 'none';
  throw new HarnessError(
    'HARNESS_ATTACH_FAILED',
    `This machine has no address in ${cidrBlock}; its addresses: ${there}`,
    'Put it on that network first, or name a network that it is on',
  );
}
