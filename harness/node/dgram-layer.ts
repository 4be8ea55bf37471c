import { createSocket, type Socket } from 'node:dgram';
import type { Endpoint } from '../core/network/endpoint.ts';
import { DgramSocket, lookupNothing } from './dgram-socket.ts';
import type { SocketLayer } from './socket-layer.ts';

/** UDP by node:dgram: works everywhere. */
export const dgramLayer: SocketLayer = {
  bind: (at, handlers) => {
    const socket = createSocket({ type: 'udp4', lookup: lookupNothing });
    bindNow(socket, at);
    return new DgramSocket(socket, handlers);
  },
};

/**
 * Binds within the call. Node binds when the address has been looked up, and {@link lookupNothing} answers at
 * once, so the outcome is there when `bind` returns.
 */
function bindNow(socket: Socket, { address, port }: Endpoint): void {
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
}
