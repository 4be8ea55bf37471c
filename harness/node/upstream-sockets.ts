import type { Flow } from '../core/forwarding/flow.ts';
import type { Endpoint } from '../core/network/endpoint.ts';
import { formatEndpoint } from '../core/network/endpoint.ts';
import { HarnessError } from '../errors.ts';
import { bindFailure, systemCode } from './bind-failure.ts';
import type { FaultReporter } from './fault-reporter.ts';
import type { ServedListener } from './listener-sockets.ts';
import type { DatagramSocket, SocketHandlers, SocketLayer } from './socket-layer.ts';
import { Upstream } from './upstream.ts';

export interface UpstreamSocketsOptions {
  readonly layer: SocketLayer;
  /** Bind to the client's own address, so that the target sees it (NLB-RT-04). */
  readonly preserveClientAddress: boolean;
  /** And to its port: the layer has to be one that can. */
  readonly preserveClientPort: boolean;
  readonly faults: FaultReporter;
  readonly receive: (upstream: Upstream, payload: Uint8Array, from: Endpoint) => void;
}

/** The upstream sockets by flow. */
export class UpstreamSockets {
  readonly #options: UpstreamSocketsOptions;
  readonly #byFlow = new Map<number, Upstream>();

  constructor(options: UpstreamSocketsOptions) {
    this.#options = options;
  }

  get(flow: Flow): Upstream | undefined {
    return this.#byFlow.get(flow.id);
  }

  /** Opens a flow's socket. Where that fails it reports the fault and returns undefined. */
  open(flow: Flow, listener: ServedListener, client: Endpoint): Upstream | undefined {
    const handlers: SocketHandlers = {
      receive: (payload, from) => this.#options.receive(upstream, payload, from),
      fault: (error) => this.#options.faults.report(socketFailure(error), `upstream ${systemCode(error)}`),
    };
    const socket = this.#bind(listener, client, handlers);
    if (!socket) return undefined;
    const upstream = new Upstream(flow, listener, client, socket);
    this.#byFlow.set(flow.id, upstream);
    listener.fiveTuples.set(formatEndpoint(client), flow.fiveTuple);
    return upstream;
  }

  /** Closes a flow's socket, if it has one. */
  async close(flow: Flow): Promise<void> {
    const upstream = this.#byFlow.get(flow.id);
    if (!upstream) return;
    this.#byFlow.delete(flow.id);
    upstream.listener.fiveTuples.delete(formatEndpoint(upstream.client));
    await upstream.socket.close();
  }

  /** Forgets what was derived from the address map. */
  forgetPlaces(): void {
    for (const upstream of this.#byFlow.values()) upstream.forgetPlaces();
  }

  #bind(listener: ServedListener, client: Endpoint, handlers: SocketHandlers): DatagramSocket | undefined {
    const own = { address: listener.socket.local.address, port: 0 };
    const { preserveClientAddress, preserveClientPort } = this.#options;
    const clientOwn = { address: client.address, port: preserveClientPort ? client.port : 0 };
    const wanted = preserveClientAddress ? clientOwn : own;
    try {
      return this.#options.layer.bind(wanted, handlers);
    } catch (error) {
      this.#options.faults.report(bindFailure('An upstream socket', wanted, error));
      if (systemCode(error) !== 'EADDRNOTAVAIL' || wanted === own) return undefined;
    }
    try {
      return this.#options.layer.bind(own, handlers);
    } catch (error) {
      this.#options.faults.report(bindFailure('An upstream socket', own, error));
      return undefined;
    }
  }
}

function socketFailure(error: Error): HarnessError {
  return new HarnessError(
    'HARNESS_INVARIANT_BROKEN',
    `An upstream socket failed: ${error.message}`,
    'Report this as a defect of the harness',
    { cause: error },
  );
}
