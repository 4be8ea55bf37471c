import type { ListenerProtocol } from '../elbv2/state.ts';
import { type Endpoint, formatEndpoint, type TransportProtocol } from '../network/endpoint.ts';
import type { ListenerRoute, NodeRoutes, Routes, TargetGroupRoute } from './routes.ts';

/** A listener at one node, ready for look-ups. */
export interface IndexedListener {
  readonly node: NodeRoutes;
  readonly listener: ListenerRoute;
  /** By ARN. */
  readonly targetGroups: ReadonlyMap<string, IndexedTargetGroup>;
}

export interface IndexedTargetGroup {
  readonly route: TargetGroupRoute;
  /** By endpoint: the list that lets a flow stay there. A flow on any other target must leave it. */
  readonly standings: ReadonlyMap<string, TargetStanding>;
}

export type TargetStanding = 'candidate' | 'keeper';

/** Routes by where datagrams arrive. */
export type RouteIndex = ReadonlyMap<string, IndexedListener>;

/**
 * Which transport protocols a listener takes. QUIC listeners are in the API only: their routing by connection id
 * (NLB-OT-06) is not emulated.
 */
const ACCEPTED: Partial<Record<ListenerProtocol, readonly TransportProtocol[]>> = {
  UDP: ['udp'],
  TCP_UDP: ['udp', 'tcp'],
  TCP: ['tcp'],
  TLS: ['tcp'],
};

export function indexRoutes({ nodes }: Routes): RouteIndex {
  const index = new Map<string, IndexedListener>();
  for (const node of nodes)
    for (const listener of node.listeners) {
      const targetGroups = new Map(
        listener.targetGroups.map((route) => [route.targetGroupArn, { route, standings: standings(route) }]),
      );
      for (const protocol of ACCEPTED[listener.protocol] ?? [])
        index.set(arrivalKey(protocol, { address: node.address, port: listener.port }), {
          node,
          listener,
          targetGroups,
        });
    }
  return index;
}

/** The listener that a datagram to this destination arrives at. */
export function findListener(
  index: RouteIndex,
  protocol: TransportProtocol,
  destination: Endpoint,
): IndexedListener | undefined {
  return index.get(arrivalKey(protocol, destination));
}

/** Whether some listener of the first index is not at the same place in the second. */
export function hasLostListener(before: RouteIndex, after: RouteIndex): boolean {
  for (const [key, { listener }] of before)
    if (after.get(key)?.listener.listenerArn !== listener.listenerArn) return true;
  return false;
}

function arrivalKey(protocol: TransportProtocol, destination: Endpoint): string {
  return `${protocol} ${formatEndpoint(destination)}`;
}

function standings(route: TargetGroupRoute): Map<string, TargetStanding> {
  const standings = new Map<string, TargetStanding>();
  for (const target of route.keepers) standings.set(formatEndpoint(target), 'keeper');
  for (const target of route.candidates) standings.set(formatEndpoint(target), 'candidate');
  return standings;
}
