import type { NodeTraffic } from '../core/cloudwatch/node-traffic.ts';
import type { FiveTuple } from '../core/forwarding/five-tuple.ts';
import type { Flow } from '../core/forwarding/flow.ts';
import { FlowIds } from '../core/forwarding/flow-ids.ts';
import { flowExpiresAt } from '../core/forwarding/flow-timeouts.ts';
import { Forwarder } from '../core/forwarding/forwarder.ts';
import type { Routes } from '../core/forwarding/routes.ts';
import { AddressMap } from '../core/network/address-map.ts';
import { type Endpoint, formatEndpoint } from '../core/network/endpoint.ts';
import { HarnessError } from '../errors.ts';
import { systemCode } from './bind-failure.ts';
import { FaultReporter } from './fault-reporter.ts';
import { ListenerSockets, type ServedListener } from './listener-sockets.ts';
import { NodeCounts } from './node-counts.ts';
import type { BoundListener, FlowClosure, NodeEvent, NodeSettings, NodeSnapshot } from './protocol.ts';
import type { SocketLayer } from './socket-layer.ts';
import type { ConnectionLayer } from './tcp/connection-layer.ts';
import { ConnectionPath } from './tcp/connection-path.ts';
import { TrafficCounts } from './traffic-counts.ts';
import type { Upstream } from './upstream.ts';
import { UpstreamSockets } from './upstream-sockets.ts';

export interface DataPathOptions {
  readonly settings: NodeSettings;
  /** For clients to send to. */
  readonly layer: SocketLayer;
  /** Towards the targets. */
  readonly upstreamLayer: SocketLayer;
  /** The same two for TCP. */
  readonly connectionLayer: ConnectionLayer;
  readonly upstreamConnectionLayer: ConnectionLayer;
  /** Harness time. */
  readonly now: () => number;
  readonly send: (event: NodeEvent) => void;
}

/**
 * The way of the datagrams: sockets that obey the core's verdicts, and count what became of each datagram. Beside it
 * goes that of the connections, which shares routes, addresses and the numbers of flows.
 */
export class DataPath {
  readonly #settings: NodeSettings;
  readonly #now: () => number;
  readonly #send: (event: NodeEvent) => void;
  readonly #forwarder: Forwarder;
  readonly #listeners: ListenerSockets;
  readonly #upstreams: UpstreamSockets;
  readonly #counts = new NodeCounts();
  readonly #traffic = new TrafficCounts();
  readonly #connections: ConnectionPath;
  #addressMap: AddressMap;

  constructor({
    settings,
    layer,
    upstreamLayer,
    connectionLayer,
    upstreamConnectionLayer,
    now,
    send,
  }: DataPathOptions) {
    const faults = new FaultReporter(send);
    const flowIds = new FlowIds();
    this.#settings = settings;
    this.#now = now;
    this.#send = send;
    this.#forwarder = new Forwarder({ hashSeed: settings.hashSeed, flowIds });
    this.#addressMap = new AddressMap(settings.addressMap);
    this.#listeners = new ListenerSockets({
      layer,
      bindAnyPort: settings.bindAnyPort,
      movePrivilegedPorts: settings.movePrivilegedPorts ?? false,
      trafficOf: (node) => this.#traffic.of(node),
      receive: (listener, payload, from) => this.#receiveFromClient(listener, payload, from),
      moved: (listener) => send({ type: 'listener-moved', listener }),
      fault: (error, at) =>
        faults.report(listenerFailure(error, at), `listener ${formatEndpoint(at)} ${systemCode(error)}`),
    });
    this.#upstreams = new UpstreamSockets({
      layer: upstreamLayer,
      preserveClientAddress: settings.preserveClientAddress,
      preserveClientPort: settings.preserveClientPort,
      faults,
      receive: (upstream, payload, from) => this.#receiveFromTarget(upstream, payload, from),
    });
    this.#connections = new ConnectionPath({
      settings,
      layer: connectionLayer,
      upstreamLayer: upstreamConnectionLayer,
      flowIds,
      traffic: this.#traffic,
      faults,
      addressMap: () => this.#addressMap,
      now,
      send,
    });
  }

  get addressMap(): AddressMap {
    return this.#addressMap;
  }

  set addressMap(addressMap: AddressMap) {
    this.#addressMap = addressMap;
    this.#listeners.forgetFiveTuples();
    this.#upstreams.forgetPlaces();
  }

  /**
   * Serves these routes and what they say of existing flows. Throws the first listener's HarnessError that could
   * not be bound, after all others were; applying the routes again tries it again.
   */
  async applyRoutes(routes: Routes): Promise<BoundListener[]> {
    const now = this.#now();
    const ended = this.#forwarder.setRoutes(routes, now);
    const listenerArns = new Set(
      routes.nodes.flatMap((node) => node.listeners.map((one) => one.listenerArn)),
    );
    await this.#close(ended, (flow) =>
      listenerArns.has(flow.listenerArn) ? closureOf(flow, now) : 'listener-gone',
    );
    const udpFailures = await this.#listeners.apply(routes, this.#addressMap);
    const [failure] = [...udpFailures, ...(await this.#connections.applyRoutes(routes))];
    this.#traffic.keepOnly(routes.nodes);
    if (failure) throw failure;
    return [...this.#listeners.bound(), ...this.#connections.bound()];
  }

  /** Closes idle flows, and takes what was counted since the last time. */
  async sweep(): Promise<NodeTraffic[]> {
    await this.#close(this.#forwarder.sweep(this.#now()), () => 'idle');
    this.#connections.sweep();
    return this.#traffic.take();
  }

  /** Counters and flows, when no datagram is in a send call. */
  async snapshot(): Promise<NodeSnapshot> {
    await this.#counts.nothingHeld();
    return {
      counters: this.#counts.snapshot(this.#connections.counters()),
      flows: [...this.#forwarder.flows(), ...this.#connections.flows()].map((flow) => ({ ...flow })),
    };
  }

  async stop(): Promise<void> {
    await this.#listeners.close();
    await this.#close(this.#forwarder.flows(), () => 'stopped');
    await this.#connections.stop();
  }

  #receiveFromClient(listener: ServedListener, payload: Uint8Array, from: Endpoint): void {
    const { toTargets } = this.#counts;
    toTargets.receive(payload.length);
    const now = this.#now();
    const fiveTuple = listener.fiveTuples.get(formatEndpoint(from)) ?? this.#fiveTupleOf(listener, from);
    const verdict = this.#forwarder.decide(fiveTuple, now);
    if (verdict.kind === 'drop') {
      toTargets.drop(verdict.reason);
      listener.traffic.dropped(verdict.reason);
      return;
    }
    const { flow, opened, movedFrom, failedOpen, expired } = verdict;
    if (expired) void this.#close([expired], (flow) => closureOf(flow, now));
    if (opened) this.#countOpened(listener, flow, now);
    if (movedFrom) this.#countMoved(listener, flow, movedFrom.id, now);
    if (failedOpen) listener.traffic.routedUnhealthy();
    const upstream =
      this.#upstreams.get(flow) ??
      this.#upstreams.open(flow, listener, { address: from.address, port: from.port });
    if (upstream) {
      toTargets.hold();
      listener.traffic.processed(payload.length);
      upstream.send(payload, this.#addressMap, this.#counts.sentToTarget);
    } else {
      toTargets.drop('upstream-unavailable');
      listener.traffic.dropped('upstream-unavailable');
    }
  }

  #fiveTupleOf({ emulated }: ServedListener, from: Endpoint): FiveTuple {
    return { protocol: 'udp', source: this.#addressMap.toEmulated('udp', from), destination: emulated };
  }

  #receiveFromTarget(upstream: Upstream, payload: Uint8Array, from: Endpoint): void {
    const { toClients } = this.#counts;
    toClients.receive(payload.length);
    const sender = upstream.emulatedSender(from, this.#addressMap);
    const verdict = this.#forwarder.decideReply(upstream.flow, sender, this.#now());
    if (verdict.kind === 'drop') {
      toClients.drop(verdict.reason);
      return;
    }
    toClients.hold();
    upstream.listener.traffic.processed(payload.length);
    // From the listener's socket: the client sees the reply come from where it wrote to (NLB-RT-05).
    upstream.listener.socket.send(payload, upstream.client, this.#counts.sentToClient);
  }

  #countOpened({ traffic }: ServedListener, flow: Flow, at: number): void {
    this.#counts.flowsOpened++;
    this.#traffic.flowOpened(traffic, flow);
    if (this.#settings.reportFlows) this.#send({ type: 'flow-opened', at, flow: { ...flow } });
  }

  #countMoved({ traffic }: ServedListener, flow: Flow, fromTargetId: string, at: number): void {
    this.#counts.flowsMoved++;
    this.#traffic.flowMoved(traffic, flow);
    if (this.#settings.reportFlows) this.#send({ type: 'flow-moved', at, flow: { ...flow }, fromTargetId });
  }

  async #close(flows: readonly Flow[], causeOf: (flow: Flow) => FlowClosure): Promise<void> {
    const at = this.#now();
    for (const flow of flows) this.#traffic.flowClosed(flow);
    if (this.#settings.reportFlows)
      for (const flow of flows)
        this.#send({ type: 'flow-closed', at, flow: { ...flow }, cause: causeOf(flow) });
    await Promise.all(flows.map((flow) => this.#upstreams.close(flow)));
  }
}

/** Why a flow has ended whose listener is still there. */
function closureOf(flow: Flow, now: number): FlowClosure {
  return now >= flowExpiresAt(flow) ? 'idle' : 'target-closed';
}

function listenerFailure(error: Error, at: Endpoint): HarnessError {
  return new HarnessError(
    'HARNESS_INVARIANT_BROKEN',
    `The socket of the listener at udp ${formatEndpoint(at)} failed: ${error.message}`,
    'Report this as a defect of the harness',
    { cause: error },
  );
}
