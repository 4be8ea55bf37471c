import type { FiveTuple } from '../core/forwarding/five-tuple.ts';
import type { NodeRoutes, Routes } from '../core/forwarding/routes.ts';
import type { AddressMap } from '../core/network/address-map.ts';
import { type Endpoint, formatEndpoint } from '../core/network/endpoint.ts';
import type { HarnessError } from '../errors.ts';
import { bindFailure } from './bind-failure.ts';
import { ListenerPlaces } from './listener-places.ts';
import type { BoundListener } from './protocol.ts';
import type { DatagramSocket, SocketHandlers, SocketLayer } from './socket-layer.ts';
import type { NodeTrafficCounter } from './traffic-counts.ts';
import { type WantedListener, wantedListeners } from './wanted-listeners.ts';

/** A listener that is being served in one zone. */
export interface ServedListener {
  listenerArn: string;
  /** Counts for the load-balancer node that it belongs to. */
  traffic: NodeTrafficCounter;
  /** The node's address and the listener's port: the destination of its five-tuples. */
  readonly emulated: Endpoint;
  readonly socket: DatagramSocket;
  /** Five-tuples of the clients that have a flow, by their actual endpoint. */
  readonly fiveTuples: Map<string, FiveTuple>;
}

export interface ListenerSocketsOptions {
  readonly layer: SocketLayer;
  readonly bindAnyPort: boolean;
  readonly movePrivilegedPorts: boolean;
  readonly trafficOf: (node: NodeRoutes) => NodeTrafficCounter;
  readonly receive: (listener: ServedListener, payload: Uint8Array, from: Endpoint) => void;
  readonly moved: (listener: BoundListener) => void;
  readonly fault: (error: Error, at: Endpoint) => void;
}

/** The sockets that clients send to: one for each node and UDP or TCP_UDP listener. */
export class ListenerSockets {
  readonly #options: ListenerSocketsOptions;
  readonly #served = new Map<string, ServedListener>();
  readonly #places: ListenerPlaces;

  constructor(options: ListenerSocketsOptions) {
    this.#options = options;
    this.#places = new ListenerPlaces({ ...options, protocol: 'udp' });
  }

  /** Closes what the routes no longer have, opens what is new, leaves the rest alone; returns what failed. */
  async apply(routes: Routes, addressMap: AddressMap): Promise<HarnessError[]> {
    const wanted = wantedListeners('udp', routes);
    const gone = [...this.#served].filter(
      ([key, { emulated, socket }]) =>
        !wanted.has(key) || this.#places.isElsewhere(emulated, socket.local, addressMap),
    );
    for (const [key] of gone) this.#served.delete(key);
    await Promise.all(gone.map(([, { socket }]) => socket.close()));
    const failures: HarnessError[] = [];
    for (const [key, listener] of wanted) {
      const served = this.#served.get(key);
      if (served) {
        served.listenerArn = listener.listenerArn;
        served.traffic = this.#options.trafficOf(listener.node);
      } else
        try {
          this.#served.set(key, this.#open(listener, addressMap));
        } catch (error) {
          const actual = this.#places.placeOf(listener.emulated, addressMap);
          failures.push(bindFailure(`The listener ${formatEndpoint(listener.emulated)}`, actual, error));
        }
    }
    return failures;
  }

  bound(): BoundListener[] {
    return [...this.#served.values()].map(({ listenerArn, emulated, socket }) => ({
      listenerArn,
      protocol: 'udp',
      emulated,
      actual: socket.local,
    }));
  }

  /** Forgets what was derived from the address map. */
  forgetFiveTuples(): void {
    for (const { fiveTuples } of this.#served.values()) fiveTuples.clear();
  }

  async close(): Promise<void> {
    const served = [...this.#served.values()];
    this.#served.clear();
    await Promise.all(served.map(({ socket }) => socket.close()));
  }

  #open({ listenerArn, emulated, node }: WantedListener, addressMap: AddressMap): ServedListener {
    const handlers: SocketHandlers = {
      receive: (payload, from) => this.#options.receive(listener, payload, from),
      fault: (error) => this.#options.fault(error, listener.socket.local),
    };
    const socket = this.#bind(
      { listenerArn, emulated },
      this.#places.placeOf(emulated, addressMap),
      handlers,
    );
    const traffic = this.#options.trafficOf(node);
    const listener: ServedListener = { listenerArn, traffic, emulated, socket, fiveTuples: new Map() };
    return listener;
  }

  #bind(
    { listenerArn, emulated }: Pick<WantedListener, 'listenerArn' | 'emulated'>,
    place: Endpoint,
    handlers: SocketHandlers,
  ): DatagramSocket {
    const { layer, moved } = this.#options;
    try {
      return layer.bind(place, handlers);
    } catch (error) {
      if (!this.#places.mayMove(emulated, place, error)) throw error;
      const socket = layer.bind({ address: place.address, port: 0 }, handlers);
      this.#places.noteMoved(emulated);
      moved({ listenerArn, protocol: 'udp', emulated, actual: socket.local });
      return socket;
    }
  }
}
