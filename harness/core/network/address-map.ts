import { type Endpoint, formatEndpoint, type TransportProtocol } from './endpoint.ts';
import { ipv4FromNumber, ipv4ToNumber } from './ipv4.ts';

/**
 * How the addresses of the emulated network appear on this machine.
 *
 * The core thinks in VPC addresses only; the edges that open sockets translate with this table. It is plain
 * JSON, because the load-balancer node receives it over a message port or a pipe.
 */
export interface AddressMapTable {
  /** Whole networks moved to another place, e.g. 172.31.0.0/16 at 127.31.0.0. The lower 16 bits are kept. */
  readonly networks: readonly MappedNetwork[];
  /** Single endpoints moved to another address and port, for machines where only 127.0.0.1 exists. */
  readonly endpoints: readonly MappedEndpoint[];
}

export interface MappedNetwork {
  /** CIDR block of the emulated network, /16 or smaller. */
  readonly cidrBlock: string;
  /** First address of the /16 on this machine, e.g. `127.31.0.0`. */
  readonly base: string;
}

export interface MappedEndpoint {
  readonly protocol: TransportProtocol;
  readonly emulated: Endpoint;
  readonly actual: Endpoint;
}

/** Translates between emulated and actual endpoints. An endpoint that nothing maps stands for itself. */
export class AddressMap {
  readonly #networks: { first: number; last: number; base: number }[];
  readonly #toActual = new Map<string, Endpoint>();
  readonly #toEmulated = new Map<string, Endpoint>();

  constructor(table: AddressMapTable) {
    this.#networks = table.networks.map(({ cidrBlock, base }) => {
      const [address = '', prefix = '32'] = cidrBlock.split('/');
      const first = ipv4ToNumber(address);
      return { first, last: first + 2 ** (32 - Number(prefix)) - 1, base: ipv4ToNumber(base) };
    });
    for (const { protocol, emulated, actual } of table.endpoints) {
      this.#toActual.set(`${protocol} ${formatEndpoint(emulated)}`, actual);
      this.#toEmulated.set(`${protocol} ${formatEndpoint(actual)}`, emulated);
    }
  }

  /** Where the emulated endpoint is on this machine. */
  toActual(protocol: TransportProtocol, endpoint: Endpoint): Endpoint {
    // No key is made where nothing can be found: this is done for each datagram of a new client.
    const mapped =
      this.#toActual.size > 0 ? this.#toActual.get(`${protocol} ${formatEndpoint(endpoint)}`) : undefined;
    return mapped ?? { address: this.addressToActual(endpoint.address), port: endpoint.port };
  }

  /** Which emulated endpoint an actual one stands for. */
  toEmulated(protocol: TransportProtocol, endpoint: Endpoint): Endpoint {
    const mapped =
      this.#toEmulated.size > 0 ? this.#toEmulated.get(`${protocol} ${formatEndpoint(endpoint)}`) : undefined;
    return mapped ?? { address: this.addressToEmulated(endpoint.address), port: endpoint.port };
  }

  /** The address alone; single mapped endpoints do not count here. */
  addressToActual(address: string): string {
    if (isIpv6(address)) return address;
    const number = ipv4ToNumber(address);
    const network = this.#networks.find(({ first, last }) => number >= first && number <= last);
    return network ? ipv4FromNumber(network.base + (number % 65536)) : address;
  }

  /** The address alone; single mapped endpoints do not count here. */
  addressToEmulated(address: string): string {
    if (isIpv6(address)) return address;
    const number = ipv4ToNumber(address);
    const network = this.#networks.find(
      ({ first, last, base }) => number >= base + (first % 65536) && number <= base + (last % 65536),
    );
    return network
      ? ipv4FromNumber(network.first - (network.first % 65536) + (number - network.base))
      : address;
  }
}

/** Mapped networks are IPv4 ones. */
function isIpv6(address: string): boolean {
  return address.includes(':');
}
