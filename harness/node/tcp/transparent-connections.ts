import { connectDescriptor } from '../../libc/connect-descriptor.ts';
import { openTransparentSocket } from '../../libc/transparent-socket.ts';
import type { ConnectionLayer } from './connection-layer.ts';
import { netLayer } from './net-layer.ts';

/**
 * Connects from other machines' addresses and ports, so that targets see the client itself (NLB-TC-06). Linux, where
 * the node has the network to itself; what is sent to those addresses has to be led to the node.
 */
export const transparentConnections: ConnectionLayer = {
  listen: netLayer.listen,
  connect: (from, to) => connectDescriptor(openTransparentSocket(from, 'tcp'), to),
};
