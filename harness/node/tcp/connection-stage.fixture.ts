import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { ListenerRoute } from '../../core/forwarding/routes.ts';
import type { Endpoint } from '../../core/network/endpoint.ts';
import { actualOf, listenerRoute, type NodeBed, routesOf, targetAt } from '../node-bed.fixture.ts';
import type { BoundListener } from '../protocol.ts';
import { ScriptedPeer } from './scripted-peer.fixture.ts';

/** What a listener does with connections: its targets take them, refuse them, are not there, or are blocked. */
export const PLACES = { served: 8080, refused: 8081, nobody: 8082, blocked: 8083 } as const;
export type Place = keyof typeof PLACES;
export type Side = 'client' | 'target';

export const IDLE_MS = 60_000;

/** A connection of a script with its two ends; the target's is there when a target has accepted it. */
export interface StagedConnection {
  readonly place: Place;
  readonly client: ScriptedPeer;
  target: ScriptedPeer | undefined;
}

/** Clients and targets around a node, over real sockets. Connections tell each other apart by the client's address. */
export class ConnectionStage implements Disposable {
  readonly connections: StagedConnection[] = [];
  readonly #bed: NodeBed;
  readonly #servers: Server[] = [];
  readonly #targets: Endpoint[] = [];
  #refusing: Endpoint | undefined;
  #bound: readonly BoundListener[] = [];
  /** A target may be connected to only then. */
  #isSettling = false;

  private constructor(bed: NodeBed) {
    this.#bed = bed;
  }

  static async open(bed: NodeBed): Promise<ConnectionStage> {
    const stage = new ConnectionStage(bed);
    for (const octet of [1, 2]) stage.#targets.push(endpointOf(await stage.#listen(octet)));
    const gone = await stage.#listen(3);
    stage.#refusing = endpointOf(gone);
    gone.close();
    await stage.serve([0, 1]);
    return stage;
  }

  /** Gives the node its listeners, with these of the two targets. */
  async serve(serving: readonly number[]): Promise<void> {
    const targets = serving.map((index) => targetAt(this.#targets[index]!));
    this.#bound = await this.#bed.node.applyRoutes(
      routesOf([
        tcpListener(PLACES.served, targets),
        tcpListener(PLACES.refused, [targetAt(this.#refusing!)]),
        tcpListener(PLACES.nobody, []),
        tcpListener(PLACES.blocked, [{ ...targetAt(this.#targets[0]!), inbound: [] }]),
      ]),
    );
  }

  /** A client begins to connect. */
  connect(place: Place): void {
    const { address, port } = actualOf(this.#bound, PLACES[place]);
    const index = this.connections.length;
    const localAddress = `127.212.113.${index + 1}`;
    const socket = connect({ host: address, port, localAddress, allowHalfOpen: true });
    const client = new ScriptedPeer(socket, 2 * index, 2 * index + 1);
    this.connections.push({ place, client, target: undefined });
  }

  peers(): ScriptedPeer[] {
    return this.connections.flatMap(({ client, target }) => (target ? [client, target] : [client]));
  }

  /** All listen, and end what they have to say. Resolves when none of those is open that a predicate asks for. */
  async settle(asksFor: (peer: ScriptedPeer) => boolean): Promise<void> {
    this.#isSettling = true;
    for (const peer of this.peers()) conclude(peer);
    while (!this.peers().every((peer) => peer.socket.closed || !asksFor(peer))) await turn();
  }

  /** For people who have to find out what is wrong. */
  describe(): string {
    return this.connections
      .map(
        ({ place, client, target }, index) => `${index} (${place}): ${client} | ${target ?? 'not accepted'}`,
      )
      .join('\n');
  }

  [Symbol.dispose](): void {
    for (const server of this.#servers) server.close();
    for (const { socket } of this.peers()) socket.destroy();
  }

  async #listen(octet: number): Promise<Server> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) =>
      this.#accept(socket),
    );
    this.#servers.push(server);
    server.listen(0, `127.211.1.${octet}`);
    await once(server, 'listening');
    return server;
  }

  #accept(socket: Socket): void {
    const connection = this.connections[Number(socket.remoteAddress?.split('.').at(-1)) - 1];
    // One that was reset before it could be looked at has no address any more.
    if (connection) {
      const index = this.connections.indexOf(connection);
      connection.target = new ScriptedPeer(socket, 2 * index + 1, 2 * index);
      if (this.#isSettling) conclude(connection.target);
      else socket.resume();
    } else socket.destroy();
  }
}

function conclude(peer: ScriptedPeer): void {
  peer.listen(true);
  peer.end();
}

/** Lets everything happen that is due. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function tcpListener(port: number, candidates: Parameters<typeof listenerRoute>[1]): ListenerRoute {
  return { ...listenerRoute(port, candidates), protocol: 'TCP', tcpIdleTimeoutMs: IDLE_MS };
}

function endpointOf(server: Server): Endpoint {
  const { address, port } = server.address() as AddressInfo;
  return { address, port };
}
