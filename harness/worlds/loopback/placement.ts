import { AddressMap, type AddressMapTable, type MappedEndpoint } from '../../core/network/address-map.ts';
import { type Endpoint, formatEndpoint, type TransportProtocol } from '../../core/network/endpoint.ts';
import { cidrContains, isCidrIpv4 } from '../../core/network/ipv4.ts';
import { HarnessError } from '../../errors.ts';
import { type AddressBlock, claimAddressBlock } from './address-block.ts';

/**
 * Where networks lie that have no block of their own. Nothing is ever bound there, so a datagram to an endpoint
 * that is not mapped meets nobody and does not leave the machine.
 */
const NOWHERE = '127.255.0.0';

/** Which emulated address is where on this machine: networks, and single endpoints that were moved. */
export class Placement {
  readonly #manyAddresses: boolean;
  /** By the first 16 bits of the emulated networks, which share a block: the lower 16 bits are kept. */
  readonly #blocks = new Map<string, Promise<AddressBlock>>();
  /** CIDR block to base. */
  readonly #networks = new Map<string, string>();
  readonly #endpoints = new Map<string, MappedEndpoint>();
  #map: AddressMap | undefined;

  constructor(manyAddresses: boolean) {
    this.#manyAddresses = manyAddresses;
  }

  async addNetwork(cidrBlock: string): Promise<void> {
    if (this.#networks.has(cidrBlock)) return;
    const [, octets, prefixLength] = /^(\d+\.\d+)\.\d+\.\d+\/(\d+)$/.exec(cidrBlock) ?? [];
    if (!isCidrIpv4(cidrBlock) || octets === undefined || Number(prefixLength) < 16)
      throw new HarnessError(
        'HARNESS_ARGUMENT_INVALID',
        `'${cidrBlock}' is not an IPv4 CIDR block of /16 or smaller`,
        'Write it like 172.31.0.0/16',
      );
    const base = this.#manyAddresses ? (await this.#blockFor(octets)).base : NOWHERE;
    this.#networks.set(cidrBlock, base);
    this.#map = undefined;
  }

  #blockFor(octets: string): Promise<AddressBlock> {
    const known = this.#blocks.get(octets);
    if (known) return known;
    const claimed = claimAddressBlock(Number(octets.split('.')[1]));
    this.#blocks.set(octets, claimed);
    claimed.catch(() => this.#blocks.delete(octets));
    return claimed;
  }

  /** Whether a network holds this address. */
  holds(address: string): boolean {
    return [...this.#networks.keys()].some((cidrBlock) => cidrContains(cidrBlock, address));
  }

  /** Moves one endpoint; a later place for the same emulated endpoint replaces the earlier. */
  enter(mapped: MappedEndpoint): void {
    this.#endpoints.set(key(mapped.protocol, mapped.emulated), mapped);
    this.#map = undefined;
  }

  /** Takes an endpoint back, unless it has been moved again since. */
  remove(mapped: MappedEndpoint): void {
    const name = key(mapped.protocol, mapped.emulated);
    if (this.#endpoints.get(name) !== mapped) return;
    this.#endpoints.delete(name);
    this.#map = undefined;
  }

  /** The place that was entered for an endpoint. */
  entered(protocol: TransportProtocol, emulated: Endpoint): Endpoint | undefined {
    return this.#endpoints.get(key(protocol, emulated))?.actual;
  }

  table(): AddressMapTable {
    return {
      networks: [...this.#networks].map(([cidrBlock, base]) => ({ cidrBlock, base })),
      endpoints: [...this.#endpoints.values()],
    };
  }

  map(): AddressMap {
    this.#map ??= new AddressMap(this.table());
    return this.#map;
  }

  /** Gives the blocks back. */
  async release(): Promise<void> {
    const blocks = await Promise.allSettled(this.#blocks.values());
    await Promise.all(blocks.map((block) => block.status === 'fulfilled' && block.value.release()));
    this.#blocks.clear();
  }
}

function key(protocol: TransportProtocol, endpoint: Endpoint): string {
  return `${protocol} ${formatEndpoint(endpoint)}`;
}
