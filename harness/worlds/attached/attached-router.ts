import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { cidrContains } from '../../core/network/ipv4.ts';
import { HarnessError } from '../../errors.ts';
import { DNS_ADDRESS, LOCAL_TABLE, NODE_MARK, ROUTER_ADDRESS } from '../netns/addresses.ts';
import { filterRules } from '../netns/filter-rules.ts';
import { ROUTER_COMMANDS } from '../netns/ip-commands.ts';
import { NO_REDIRECTS } from '../netns/no-redirects.ts';
import { NodeAddresses } from '../netns/node-addresses.ts';
import { NODE_RULES } from '../netns/node-rules.ts';
import { runIp, runNft } from '../netns/run-network-program.ts';
import { attachedInterface } from './attached-interface.ts';

/** What undoes {@link ROUTER_COMMANDS}, but for the loopback interface being up. */
const RELEASING_COMMANDS: readonly string[] = [
  `address delete ${ROUTER_ADDRESS}/32 dev lo`,
  `address delete ${DNS_ADDRESS}/32 dev lo`,
  `rule delete fwmark ${NODE_MARK} lookup ${LOCAL_TABLE}`,
  `route delete local default dev lo table ${LOCAL_TABLE}`,
];

const TABLES = ['node', 'security_groups', 'no_redirects'];

/**
 * This machine as the VPC's router, in a network where its hosts are already: they send everything to it, as
 * `join.ts` has them do. One at a time in a network.
 */
export class AttachedRouter implements Disposable {
  readonly #nodeAddresses = new NodeAddresses();
  readonly #cidrBlock: string;
  #released = false;

  private constructor(cidrBlock: string) {
    this.#cidrBlock = cidrBlock;
    runIp(ROUTER_COMMANDS);
    runNft(`${NODE_RULES}${NO_REDIRECTS}${filterRules([])}`);
  }

  /** @throws HarnessError HARNESS_ATTACH_FAILED with what the system said */
  static attach(cidrBlock: string): AttachedRouter {
    attachedInterface(cidrBlock);
    if (readFileSync('/proc/sys/net/ipv4/ip_forward', 'utf8').trim() !== '1')
      throw new HarnessError(
        'HARNESS_ATTACH_FAILED',
        'This machine forwards no packets',
        'Set net.ipv4.ip_forward to 1, for a container by its sysctls',
      );
    // One that was killed has left its own behind.
    release(cidrBlock);
    try {
      return new AttachedRouter(cidrBlock);
    } catch (error) {
      release(cidrBlock);
      throw refused(error);
    }
  }

  /** The addresses of load-balancer nodes: these, and no others. */
  setNodeAddresses(addresses: readonly string[]): void {
    this.#nodeAddresses.set(addresses);
  }

  /** Rules for nft, loaded as a whole or not at all. */
  loadRules(rules: string): void {
    runNft(rules);
  }

  /** Leaves the machine as it was; idempotent. */
  [Symbol.dispose](): void {
    if (this.#released) return;
    this.#released = true;
    release(this.#cidrBlock);
  }
}

/** What is not there need not go. */
function release(cidrBlock: string): void {
  const nodes = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(
      ({ family, internal, address }) => family === 'IPv4' && internal && cidrContains(cidrBlock, address),
    );
  for (const { address } of nodes) attempt(() => runIp([`address delete ${address}/32 dev lo`]));
  for (const command of RELEASING_COMMANDS) attempt(() => runIp([command]));
  for (const table of TABLES) attempt(() => runNft(`delete table ip ${table}\n`));
}

function attempt(work: () => void): void {
  try {
    work();
  } catch {
    // See above.
  }
}

function refused(cause: unknown): HarnessError {
  return new HarnessError(
    'HARNESS_ATTACH_FAILED',
    `Cannot make this machine the router: ${(cause as Error).message}`,
    'It needs iproute2, nftables, and the right to configure networks (a container: the capability NET_ADMIN)',
    { cause },
  );
}
