import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { DatagramSocket, SentCallback, SocketHandlers, SocketLayer } from './socket-layer.ts';

/** Asked for because a burst that does not fit is lost without a trace; the system may give less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** UDP by node:dgram: works everywhere. */
export const dgramLayer: SocketLayer = {
  bind: (at, handlers) => new DgramSocket(at, handlers),
};

class DgramSocket implements DatagramSocket {
  readonly local: Endpoint;
  readonly #socket: Socket;
  #closed: Promise<void> | undefined;

  constructor(at: Endpoint, { receive, fault }: SocketHandlers) {
    this.#socket = createSocket({ type: 'udp4', lookup: lookupNothing });
    this.local = bindNow(this.#socket, at);
    this.#socket.on('message', (payload: Buffer, from: RemoteInfo) => receive(payload, from));
    this.#socket.on('error', fault);
    enlargeReceiveBuffer(this.#socket);
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

/**
 * Binds within the call. Node binds when the address has been looked up, and {@link lookupNothing} answers at
 * once, so the outcome is there when `bind` returns.
 */
function bindNow(socket: Socket, { address, port }: Endpoint): Endpoint {
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure = error;
  };
  socket.on('error', fail);
  socket.bind({ address, port, exclusive: true });
  socket.off('error', fail);
  if (failure) {
    socket.close();
    throw failure;
  }
  const bound = socket.address();
  return { address: bound.address, port: bound.port };
}

/** Addresses are never names here, and the resolver would cost a thread hop for each datagram. */
function lookupNothing(
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
