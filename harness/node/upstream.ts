import type { Flow } from '../core/forwarding/flow.ts';
import type { TargetRoute } from '../core/forwarding/routes.ts';
import type { AddressMap } from '../core/network/address-map.ts';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { ServedListener } from './listener-sockets.ts';
import type { DatagramSocket, SentCallback } from './socket-layer.ts';

/**
 * A flow's own socket towards its target. It stays when the flow moves to another target, so that the targets
 * see one source port for one flow.
 */
export class Upstream {
  readonly flow: Flow;
  readonly listener: ServedListener;
  /** Where the client is on this machine. */
  readonly client: Endpoint;
  readonly socket: DatagramSocket;
  #target: TargetRoute | undefined;
  #to: Endpoint | undefined;
  #sent: SentCallback | undefined;

  constructor(flow: Flow, listener: ServedListener, client: Endpoint, socket: DatagramSocket) {
    this.flow = flow;
    this.listener = listener;
    this.client = client;
    this.socket = socket;
  }

  /**
   * Sends to the flow's present target. `countTo` is asked once for each target, not for each datagram, for what
   * to call when a send is over.
   */
  send(payload: Uint8Array, addressMap: AddressMap, countTo: (flow: Flow) => SentCallback): void {
    const { target } = this.flow;
    if (this.#target !== target || !this.#to || !this.#sent) {
      this.#target = target;
      this.#to = addressMap.toActual('udp', { address: target.address, port: target.port });
      this.#sent = countTo(this.flow);
    }
    this.socket.send(payload, this.#to, this.#sent);
  }

  /** The emulated endpoint of a sender; quick for the flow's own target, which it nearly always is. */
  emulatedSender(from: Endpoint, addressMap: AddressMap): Endpoint {
    const target = this.#target;
    const isTarget = target && this.#to?.port === from.port && this.#to.address === from.address;
    return isTarget ? target : addressMap.toEmulated('udp', from);
  }

  /** Looks up the target's place again with the next datagram, because the address map has changed. */
  forgetPlaces(): void {
    this.#target = undefined;
  }
}
