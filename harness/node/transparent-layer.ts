import { createSocket } from 'node:dgram';
import { type Endpoint, formatEndpoint } from '../core/network/endpoint.ts';
import { openTransparentSocket } from '../libc/transparent-socket.ts';
import { DgramSocket, lookupNothing } from './dgram-socket.ts';
import { SharedSocket } from './shared-socket.ts';
import type { DatagramSocket, SocketHandlers, SocketLayer } from './socket-layer.ts';

/**
 * Creates a layer whose sockets are bound to other machines' addresses and ports, so that targets see the client
 * itself (NLB-RT-04). Linux, where the node has the network to itself; what is sent to those addresses has to be
 * led to the node.
 *
 * A client that speaks to two nodes or listeners from one port has two flows and one endpoint: their sockets are
 * one for the system, and are told apart here.
 */
export function createTransparentLayer(bind = bindTransparently): SocketLayer {
  const shared = new Map<string, SharedSocket>();
  return {
    bind(at, handlers) {
      const key = formatEndpoint(at);
      let socket = shared.get(key);
      if (!socket) {
        socket = new SharedSocket(
          (own) => bind(at, own),
          () => shared.delete(key),
        );
        shared.set(key, socket);
      }
      return socket.join(handlers);
    },
  };
}

function bindTransparently(at: Endpoint, handlers: SocketHandlers): DatagramSocket {
  const socket = createSocket({ type: 'udp4', lookup: lookupNothing });
  socket.bind({ fd: openTransparentSocket(at), exclusive: true });
  return new DgramSocket(socket, handlers);
}
