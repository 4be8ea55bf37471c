import type { AddressInfo, Server, Socket } from 'node:net';
import type { NodeRoutes, Routes } from '../../core/forwarding/routes.ts';
import type { AddressMap } from '../../core/network/address-map.ts';
import { type Endpoint, formatEndpoint } from '../../core/network/endpoint.ts';
import type { HarnessError } from '../../errors.ts';
import { bindFailure } from '../bind-failure.ts';
import { ListenerPlaces } from '../listener-places.ts';
import type { BoundListener } from '../protocol.ts';
import type { NodeTrafficCounter } from '../traffic-counts.ts';
import { type WantedListener, wantedListeners } from '../wanted-listeners.ts';
import type { ConnectionLayer } from './connection-layer.ts';

/** A TCP listener that is being served in one zone. */
export interface ServedTcpListener {
  listenerArn: string;
  /** Counts for the load-balancer node that it belongs to. */
  traffic: NodeTrafficCounter;
  /** The node's address and the listener's port: the destination of its five-tuples. */
  readonly emulated: Endpoint;
  /** Where it listens on this machine. */
  readonly local: Endpoint;
}

export interface ListenerServersOptions {
  readonly layer: ConnectionLayer;
  readonly bindAnyPort: boolean;
  readonly movePrivilegedPorts: boolean;
  readonly trafficOf: (node: NodeRoutes) => NodeTrafficCounter;
  readonly accept: (listener: ServedTcpListener, connection: Socket) => void;
  readonly moved: (listener: BoundListener) => void;
  readonly fault: (error: Error, at: Endpoint) => void;
}

interface Serving {
  readonly listener: ServedTcpListener;
  readonly server: Server;
}

/** The servers that clients connect to: one for each node and TCP or TCP_UDP listener. */
export class ListenerServers {
  readonly #options: ListenerServersOptions;
  readonly #places: ListenerPlaces;
  readonly #served = new Map<string, Serving>();

  constructor(options: ListenerServersOptions) {
    this.#options = options;
    this.#places = new ListenerPlaces({ ...options, protocol: 'tcp' });
  }

  /**
   * Stops listening where the routes no longer have a listener, listens where they have a new one, leaves the rest
   * alone; returns what failed.
   */
  async apply(routes: Routes, addressMap: AddressMap): Promise<HarnessError[]> {
    const wanted = wantedListeners('tcp', routes);
    for (const [key, { listener, server }] of this.#served) {
      const stays = wanted.has(key);
      if (stays && !this.#places.isElsewhere(listener.emulated, listener.local, addressMap)) continue;
      this.#served.delete(key);
      server.close();
    }
    const failures: HarnessError[] = [];
    for (const [key, listener] of wanted) {
      const served = this.#served.get(key);
      if (served) {
        served.listener.listenerArn = listener.listenerArn;
        served.listener.traffic = this.#options.trafficOf(listener.node);
      } else
        try {
          this.#served.set(key, await this.#open(listener, addressMap));
        } catch (error) {
          const actual = this.#places.placeOf(listener.emulated, addressMap);
          const what = `The listener ${formatEndpoint(listener.emulated)}`;
          failures.push(bindFailure(what, actual, error, 'tcp'));
        }
    }
    return failures;
  }

  bound(): BoundListener[] {
    return [...this.#served.values()].map(({ listener: { listenerArn, emulated, local } }) => ({
      listenerArn,
      protocol: 'tcp',
      emulated,
      actual: local,
    }));
  }

  /** Stops listening. What was accepted is for whoever took it. */
  close(): void {
    for (const { server } of this.#served.values()) server.close();
    this.#served.clear();
  }

  async #open(wanted: WantedListener, addressMap: AddressMap): Promise<Serving> {
    const { listenerArn, emulated, node } = wanted;
    const accept = (connection: Socket) => this.#options.accept(listener, connection);
    const server = await this.#listen(wanted, this.#places.placeOf(emulated, addressMap), accept);
    const local = localOf(server);
    server.on('error', (error) => this.#options.fault(error, local));
    const listener: ServedTcpListener = {
      listenerArn,
      traffic: this.#options.trafficOf(node),
      emulated,
      local,
    };
    return { listener, server };
  }

  async #listen(
    { listenerArn, emulated }: WantedListener,
    place: Endpoint,
    accept: (connection: Socket) => void,
  ): Promise<Server> {
    const { layer, moved } = this.#options;
    try {
      return await layer.listen(place, accept);
    } catch (error) {
      if (!this.#places.mayMove(emulated, place, error)) throw error;
      const server = await layer.listen({ address: place.address, port: 0 }, accept);
      this.#places.noteMoved(emulated);
      moved({ listenerArn, protocol: 'tcp', emulated, actual: localOf(server) });
      return server;
    }
  }
}

function localOf(server: Server): Endpoint {
  const { address, port } = server.address() as AddressInfo;
  return { address, port };
}
