import type { AddressMapTable } from '../core/network/address-map.ts';
import type { Endpoint, TransportProtocol } from '../core/network/endpoint.ts';
import type { HarnessError } from '../errors.ts';
import { NOTHING_MAPPED } from './identity-clients.ts';
import { Residents } from './residents.ts';

/**
 * What host networks have in common where every endpoint stands for itself: nothing is mapped, and no server of this
 * machine can be in them.
 */
export abstract class IdentityNetwork {
  protected readonly residents = new Residents();

  /** Why nothing from outside can be at an endpoint, and what to do instead. */
  protected abstract refuseOutsider(emulated: Endpoint): HarnessError;

  /** All addresses are free here, whatever the networks of this machine. */
  async addNetwork(): Promise<void> {
    this.residents.checkRunning();
  }

  addressMap(): AddressMapTable {
    return NOTHING_MAPPED;
  }

  mapEndpoint({ emulated }: { readonly emulated: Endpoint }): void {
    throw this.refuseOutsider(emulated);
  }

  async reserve(_protocol: TransportProtocol, emulated: Endpoint): Promise<Endpoint> {
    throw this.refuseOutsider(emulated);
  }

  toActual(_protocol: TransportProtocol, endpoint: Endpoint): Endpoint {
    return endpoint;
  }
}
