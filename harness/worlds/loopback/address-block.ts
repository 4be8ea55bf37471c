import { createServer } from 'node:net';
import { HarnessError } from '../../errors.ts';

/**
 * Below the ephemeral ports of all systems. Another program that listens on it at such an address makes the
 * harness take the next block, and nothing worse.
 */
const CLAIM_PORT = 17_927;

/** The /16 blocks of 127/8 that networks may have; 127.0 and 127.255 belong to the system. */
const FIRST_OCTET = 1;
const LAST_OCTET = 254;
/** Where the search starts when the preferred block is taken: above what VPCs usually have as second octet. */
const SEARCH_FROM = 64;

/** A /16 of 127/8 that no other harness on this machine uses while it is held. */
export interface AddressBlock {
  /** First address, e.g. `127.31.0.0`. */
  readonly base: string;
  release(): Promise<void>;
}

/**
 * Claims a /16 of 127/8: the one with this second octet if it is free.
 *
 * The claim is a listening TCP socket, so processes that know nothing of each other never share a block, and the
 * system frees the block of a process that was killed.
 *
 * @throws HarnessError HARNESS_NO_FREE_ADDRESS
 */
export async function claimAddressBlock(preferredOctet: number | undefined): Promise<AddressBlock> {
  for (const octet of candidates(preferredOctet)) {
    const release = await claim(octet);
    if (release) return { base: `127.${octet}.0.0`, release };
  }
  throw new HarnessError(
    'HARNESS_NO_FREE_ADDRESS',
    'Every /16 block of 127.0.0.0/8 is claimed by a running harness',
    'Stop networks that are no longer needed, or run fewer test workers at once',
  );
}

function candidates(preferredOctet: number | undefined): Set<number> {
  const octets = new Set<number>();
  if (preferredOctet !== undefined && preferredOctet >= FIRST_OCTET && preferredOctet <= LAST_OCTET)
    octets.add(preferredOctet);
  for (let octet = SEARCH_FROM; octet <= LAST_OCTET; octet += 1) octets.add(octet);
  for (let octet = FIRST_OCTET; octet < SEARCH_FROM; octet += 1) octets.add(octet);
  return octets;
}

function claim(octet: number): Promise<(() => Promise<void>) | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen({ host: `127.${octet}.255.254`, port: CLAIM_PORT, exclusive: true }, () => {
      server.unref();
      resolve(() => new Promise((released) => server.close(() => released())));
    });
  });
}
