import type { NodeRoutes, Routes } from '../core/forwarding/routes.ts';
import { type Endpoint, formatEndpoint, type TransportProtocol } from '../core/network/endpoint.ts';

/** A listener that a node is to serve in one zone. */
export interface WantedListener {
  readonly listenerArn: string;
  /** The node's address and the listener's port: the destination of its five-tuples. */
  readonly emulated: Endpoint;
  readonly node: NodeRoutes;
}

/** Which listeners are served by which protocol. TLS and QUIC are in the API only. */
const SERVED: Record<TransportProtocol, readonly string[]> = {
  udp: ['UDP', 'TCP_UDP'],
  tcp: ['TCP', 'TCP_UDP'],
};

/** What the routes say is to be served by a protocol, by endpoint. */
export function wantedListeners(
  protocol: TransportProtocol,
  { nodes }: Routes,
): ReadonlyMap<string, WantedListener> {
  const wanted = new Map<string, WantedListener>();
  for (const node of nodes)
    for (const listener of node.listeners) {
      if (!SERVED[protocol].includes(listener.protocol)) continue;
      const emulated = { address: node.address, port: listener.port };
      wanted.set(formatEndpoint(emulated), { listenerArn: listener.listenerArn, emulated, node });
    }
  return wanted;
}
