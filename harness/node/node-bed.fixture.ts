import { expect } from 'vitest';
import type { ListenerRoute, NodeRoutes, Routes, TargetRoute } from '../core/forwarding/routes.ts';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { BoundListener, DirectionCounters, NodeEvent, NodeSettings, NodeSnapshot } from './protocol.ts';
import type { StartedNode } from './started-node.ts';
import { UdpPeer } from './udp-peer.fixture.ts';

/** The VPC of the tests is at 127.211/16 and their Internet at 127.212.113/24. */
export const SETTINGS: NodeSettings = {
  hashSeed: 1,
  timeBase: { atMs: 1_000_000, wallMs: 0, speed: 0 },
  addressMap: {
    networks: [
      { cidrBlock: '172.31.0.0/16', base: '127.211.0.0' },
      { cidrBlock: '203.0.113.0/24', base: '127.212.0.0' },
    ],
    endpoints: [],
  },
  bindAnyPort: true,
  preserveClientAddress: true,
  preserveClientPort: false,
  reportFlows: true,
};

export const NODE_ADDRESS = '172.31.0.10';
export const CLIENT_ADDRESS = '127.212.113.9';

/** A target as the routes have it, for a socket that listens on this machine. */
export function targetAt({ address, port }: Endpoint, id = address): TargetRoute {
  const emulated = address.replace(/^127\.211\./, '172.31.');
  return { id, address: emulated, port, availabilityZone: undefined, inbound: undefined };
}

export function listenerRoute(port: number, candidates: readonly TargetRoute[]): ListenerRoute {
  return {
    listenerArn: `arn:listener/${port}`,
    protocol: 'UDP',
    port,
    tcpIdleTimeoutMs: undefined,
    targetGroupStickiness: false,
    targetGroups: [
      {
        targetGroupArn: 'arn:targetgroup/echo',
        weight: 1,
        sourceIpStickiness: false,
        preserveClientAddress: true,
        proxyProtocol: false,
        failOpen: false,
        candidates,
        keepers: [],
      },
    ],
  };
}

export function routesOf(listeners: readonly ListenerRoute[], node: Partial<NodeRoutes> = {}): Routes {
  return {
    nodes: [
      {
        region: 'us-east-1',
        loadBalancerArn: 'arn:loadbalancer/net/test',
        availabilityZone: 'us-east-1a',
        address: NODE_ADDRESS,
        active: true,
        securityGroups: undefined,
        listeners,
        ...node,
      },
    ],
  };
}

/** A started node with the peers of a test; checks at its end that every datagram was counted. */
export class NodeBed implements AsyncDisposable {
  readonly node: StartedNode;
  readonly events: NodeEvent[] = [];
  readonly #peers: UdpPeer[] = [];
  #stopped: Promise<void> | undefined;

  constructor(node: StartedNode) {
    this.node = node;
    node.onEvent((event) => this.events.push(event));
  }

  async target(lastOctet: number): Promise<UdpPeer> {
    return this.#keep(await UdpPeer.open(`127.211.1.${lastOctet}`, { echoes: true }));
  }

  async client(address = CLIENT_ADDRESS): Promise<UdpPeer> {
    return this.#keep(await UdpPeer.open(address));
  }

  /** One UDP listener on port 8080 with these targets; returns where it is bound. */
  async serve(targets: readonly TargetRoute[], node: Partial<NodeRoutes> = {}): Promise<Endpoint> {
    const bound = await this.node.applyRoutes(routesOf([listenerRoute(8080, targets)], node));
    return actualOf(bound, 8080);
  }

  /** Moves harness time. */
  async timeIs(atMs: number): Promise<void> {
    await this.node.setTime({ atMs, wallMs: 0, speed: 0 });
  }

  /** The snapshot as soon as a predicate holds for it. */
  async snapshotWhen(predicate: (snapshot: NodeSnapshot) => boolean): Promise<NodeSnapshot> {
    for (;;) {
      const snapshot = await this.node.snapshot();
      if (predicate(snapshot)) return snapshot;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** The events of one type. */
  eventsOf<Type extends NodeEvent['type']>(type: Type): Extract<NodeEvent, { readonly type: Type }>[] {
    return this.events.filter((event) => event.type === type) as Extract<
      NodeEvent,
      { readonly type: Type }
    >[];
  }

  /** Stops the node after a last look at its counters. */
  stop(): Promise<void> {
    this.#stopped ??= (async () => {
      const { counters } = await this.node.snapshot();
      expectConservation(counters.toTargets);
      expectConservation(counters.toClients);
      await this.node.stop();
    })();
    return this.#stopped;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    for (const peer of this.#peers) await peer[Symbol.asyncDispose]();
  }

  #keep(peer: UdpPeer): UdpPeer {
    this.#peers.push(peer);
    return peer;
  }
}

export function actualOf(bound: readonly BoundListener[], port: number): Endpoint {
  const listener = bound.find(({ emulated }) => emulated.port === port);
  if (!listener) throw new Error(`nothing is bound for port ${port}`);
  return listener.actual;
}

function expectConservation({ received, forwarded, held, dropped }: DirectionCounters): void {
  const fates = Object.values(dropped).reduce((sum, count) => sum + count, forwarded + held);
  expect(fates).toBe(received);
}
