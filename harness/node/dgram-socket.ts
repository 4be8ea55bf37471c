import type { RemoteInfo, Socket } from 'node:dgram';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { DatagramSocket, SentCallback, SocketHandlers } from './socket-layer.ts';

/** Asked for because a burst that does not fit is lost without a trace; the system may give less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** A socket of node:dgram that is bound. */
export class DgramSocket implements DatagramSocket {
  readonly local: Endpoint;
  readonly #socket: Socket;
  #closed: Promise<void> | undefined;

  constructor(socket: Socket, { receive, fault }: SocketHandlers) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.local = { address, port };
    socket.on('message', (payload: Buffer, from: RemoteInfo) => receive(payload, from));
    socket.on('error', fault);
    enlargeReceiveBuffer(socket);
  }

  send(payload: Uint8Array, to: Endpoint, sent: SentCallback): void {
    try {
      this.#socket.send(payload, to.port, to.address, sent);
    } catch (error) {
      // A closed socket and a port out of range throw instead of calling back.
      process.nextTick(sent, error, 0);
    }
  }

  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => this.#socket.close(resolve));
    return this.#closed;
  }
}

/** Addresses are never names here, and the resolver would cost a thread hop for each datagram. */
export function lookupNothing(
  address: string,
  _options: unknown,
  callback: (error: Error | null, address: string, family: number) => void,
): void {
  callback(null, address, 4);
}

function enlargeReceiveBuffer(socket: Socket): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // Refused by some systems above their limit: the default size serves, with less room for bursts.
  }
}
