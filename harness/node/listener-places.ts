import type { AddressMap } from '../core/network/address-map.ts';
import { type Endpoint, formatEndpoint, type TransportProtocol } from '../core/network/endpoint.ts';
import { systemCode } from './bind-failure.ts';

/** Where listeners are on machines that have only one address of 127/8, such as macOS. */
const ANY_PORT: Endpoint = { address: '127.0.0.1', port: 0 };

/** The first port that any user may bind. */
const FIRST_UNPRIVILEGED_PORT = 1024;

export interface ListenerPlacesOptions {
  readonly protocol: TransportProtocol;
  readonly bindAnyPort: boolean;
  readonly movePrivilegedPorts: boolean;
}

/** Where on this machine the listeners of one protocol are to be. */
export class ListenerPlaces {
  readonly #options: ListenerPlacesOptions;
  /** Those that were given another port than theirs. */
  readonly #moved = new Set<string>();

  constructor(options: ListenerPlacesOptions) {
    this.#options = options;
  }

  placeOf(emulated: Endpoint, addressMap: AddressMap): Endpoint {
    const { bindAnyPort, protocol } = this.#options;
    return bindAnyPort ? ANY_PORT : addressMap.toActual(protocol, emulated);
  }

  /** Whether a listener that is bound there would have to be elsewhere. */
  isElsewhere(emulated: Endpoint, local: Endpoint, addressMap: AddressMap): boolean {
    if (this.#options.bindAnyPort) return false;
    return formatEndpoint(this.placeOf(emulated, addressMap)) !== formatEndpoint(local);
  }

  /** Whether the port is one that this user may not bind, or was such a one's substitute and has been taken since. */
  mayMove(emulated: Endpoint, place: Endpoint, error: unknown): boolean {
    if (!this.#options.movePrivilegedPorts) return false;
    const code = systemCode(error);
    if (code === 'EACCES') return place.port > 0 && place.port < FIRST_UNPRIVILEGED_PORT;
    return code === 'EADDRINUSE' && this.#moved.has(formatEndpoint(emulated));
  }

  noteMoved(emulated: Endpoint): void {
    this.#moved.add(formatEndpoint(emulated));
  }
}
