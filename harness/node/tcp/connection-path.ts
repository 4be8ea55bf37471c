import type { Socket } from 'node:net';
import {
  ConnectionForwarder,
  type ConnectionVerdict,
  type EndedConnection,
} from '../../core/forwarding/connection-forwarder.ts';
import type { DropReason } from '../../core/forwarding/drop-reason.ts';
import type { FiveTuple } from '../../core/forwarding/five-tuple.ts';
import type { Flow } from '../../core/forwarding/flow.ts';
import type { FlowIds } from '../../core/forwarding/flow-ids.ts';
import { proxyProtocolHeader } from '../../core/forwarding/proxy-protocol.ts';
import type { Routes, TargetGroupRoute } from '../../core/forwarding/routes.ts';
import type { AddressMap } from '../../core/network/address-map.ts';
import { type Endpoint, formatEndpoint } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import { bindFailure, systemCode } from '../bind-failure.ts';
import type { FaultReporter } from '../fault-reporter.ts';
import type { BoundListener, ConnectionCounters, FlowClosure, NodeEvent, NodeSettings } from '../protocol.ts';
import type { TrafficCounts } from '../traffic-counts.ts';
import { ConnectionCounts } from './connection-counts.ts';
import type { ConnectionLayer } from './connection-layer.ts';
import { JoinedConnection } from './joined-connection.ts';
import { ListenerServers, type ServedTcpListener } from './listener-servers.ts';

export interface ConnectionPathOptions {
  readonly settings: NodeSettings;
  /** For clients to connect to, and from the node's own address. */
  readonly layer: ConnectionLayer;
  /** From clients' addresses towards the targets. */
  readonly upstreamLayer: ConnectionLayer;
  readonly flowIds: FlowIds;
  readonly traffic: TrafficCounts;
  readonly faults: FaultReporter;
  readonly addressMap: () => AddressMap;
  /** Harness time. */
  readonly now: () => number;
  readonly send: (event: NodeEvent) => void;
}

/**
 * What the client is told when its connection goes nowhere: a reset. All other reasons are silent, as on AWS, where
 * its first packet vanishes; here it is connected already, and gets no answer.
 */
const RESETTING: ReadonlySet<DropReason> = new Set([
  'no-registered-target',
  'no-forwarding-target-group',
  'upstream-unavailable',
]);

/** Where the node's connection to a target comes from. */
interface Origin {
  readonly layer: ConnectionLayer;
  readonly from: Endpoint;
}

/** The way of the connections: servers and sockets that obey the core's verdicts, and count what became of each. */
export class ConnectionPath {
  readonly #options: ConnectionPathOptions;
  readonly #forwarder: ConnectionForwarder;
  readonly #listeners: ListenerServers;
  readonly #counts = new ConnectionCounts();
  /** By flow; also those whose flow is over and whose ends do not know yet. */
  readonly #joined = new Map<Flow, JoinedConnection>();
  /** Connections that get no answer. */
  readonly #unanswered = new Set<Socket>();

  constructor(options: ConnectionPathOptions) {
    const { settings, layer, traffic, faults, send } = options;
    this.#options = options;
    this.#forwarder = new ConnectionForwarder({ hashSeed: settings.hashSeed, flowIds: options.flowIds });
    this.#listeners = new ListenerServers({
      layer,
      bindAnyPort: settings.bindAnyPort,
      movePrivilegedPorts: settings.movePrivilegedPorts ?? false,
      trafficOf: (node) => traffic.of(node),
      accept: (listener, client) => this.#accept(listener, client),
      moved: (listener) => send({ type: 'listener-moved', listener }),
      fault: (error, at) =>
        faults.report(listenerFailure(error, at), `listener tcp ${formatEndpoint(at)} ${systemCode(error)}`),
    });
  }

  /** Serves these routes and ends what they no longer allow. Returns what could not be bound. */
  async applyRoutes(routes: Routes): Promise<HarnessError[]> {
    this.#endAll(this.#forwarder.setRoutes(routes, this.#options.now()));
    return this.#listeners.apply(routes, this.#options.addressMap());
  }

  bound(): BoundListener[] {
    return this.#listeners.bound();
  }

  /** Forgets idle connections. */
  sweep(): void {
    this.#endAll(this.#forwarder.sweep(this.#options.now()));
  }

  counters(): ConnectionCounters {
    return this.#counts.snapshot();
  }

  flows(): Flow[] {
    return this.#forwarder.flows();
  }

  /** Resets what is open. */
  async stop(): Promise<void> {
    this.#listeners.close();
    for (const client of this.#unanswered) client.destroy();
    const joined = [...this.#joined.values()];
    for (const connection of joined) connection.end('stopped');
    await Promise.all(joined.map(({ closed }) => closed));
  }

  #accept(listener: ServedTcpListener, client: Socket): void {
    const { address, port } = { address: client.remoteAddress, port: client.remotePort };
    // Gone before it could be looked at: nobody is there any more to be forwarded.
    if (address === undefined || port === undefined) {
      client.destroy();
      return;
    }
    const from = { address, port };
    const source = this.#options.addressMap().toEmulated('tcp', from);
    const fiveTuple: FiveTuple = { protocol: 'tcp', source, destination: listener.emulated };
    const verdict = this.#forwarder.connect(fiveTuple, this.#options.now());
    if (verdict.kind === 'drop') this.#refuse(listener, client, verdict.reason);
    else this.#join(listener, client, from, verdict);
  }

  #refuse({ traffic }: ServedTcpListener, client: Socket, reason: DropReason): void {
    this.#counts.refuse(reason);
    traffic.connectionDropped(reason);
    client.on('error', () => client.destroy());
    if (RESETTING.has(reason)) {
      traffic.reset('load-balancer');
      client.resetAndDestroy();
      return;
    }
    this.#unanswered.add(client);
    client.on('close', () => this.#unanswered.delete(client));
    client.on('end', () => client.destroy());
    client.on('data', ({ length }) => {
      this.#counts.toTargets.receive(length);
      this.#counts.toTargets.discard(length);
    });
    client.resume();
  }

  #join(
    listener: ServedTcpListener,
    client: Socket,
    from: Endpoint,
    { flow, targetGroup, replaced }: Extract<ConnectionVerdict, { kind: 'forward' }>,
  ): void {
    if (replaced) this.#joined.get(replaced.flow)?.end(replaced.cause);
    const origin = this.#originOf(listener, from, targetGroup);
    const target = this.#connect(origin, flow);
    if (!target) {
      this.#forwarder.close(flow);
      this.#refuse(listener, client, 'upstream-unavailable');
      return;
    }
    this.#open(listener, flow);
    if (targetGroup.failOpen) listener.traffic.routedUnhealthy();
    const connection = new JoinedConnection(
      client,
      target,
      {
        counts: this.#counts,
        carry: (end, what, bytes) => this.#carry(listener, flow, end, what, bytes),
        ended: (cause) => this.#onEnded(listener, flow, cause),
        reset: (by) => listener.traffic.reset(by),
        unbindable: (error) => this.#reportUnbindable(origin.from, error),
      },
      targetGroup.proxyProtocol ? proxyProtocolHeader(flow.fiveTuple) : undefined,
    );
    this.#joined.set(flow, connection);
    void connection.closed.then(() => this.#joined.delete(flow));
  }

  /** What targets see: the client (NLB-TC-06), or the node itself where the group says so. */
  #originOf(
    { local }: ServedTcpListener,
    client: Endpoint,
    { preserveClientAddress }: TargetGroupRoute,
  ): Origin {
    const { settings, layer, upstreamLayer } = this.#options;
    if (!settings.preserveClientAddress || !preserveClientAddress)
      return { layer, from: { address: local.address, port: 0 } };
    const port = settings.preserveClientPort ? client.port : 0;
    return { layer: upstreamLayer, from: { address: client.address, port } };
  }

  /** Undefined, with a report of the fault, where this machine does not let the node begin. */
  #connect({ layer, from }: Origin, { target: { address, port } }: Flow): Socket | undefined {
    try {
      return layer.connect(from, this.#options.addressMap().toActual('tcp', { address, port }));
    } catch (error) {
      this.#reportUnbindable(from, error);
      return undefined;
    }
  }

  #reportUnbindable(from: Endpoint, error: unknown): void {
    this.#options.faults.report(bindFailure('A connection to a target', from, error, 'tcp'));
  }

  #open(listener: ServedTcpListener, flow: Flow): void {
    const { settings, traffic, now, send } = this.#options;
    this.#counts.open();
    traffic.flowOpened(listener.traffic, flow);
    if (settings.reportFlows) send({ type: 'flow-opened', at: now(), flow: { ...flow } });
  }

  #carry(
    { traffic }: ServedTcpListener,
    flow: Flow,
    from: 'client' | 'target',
    what: 'data' | 'end',
    bytes: number,
  ): boolean {
    if (!this.#forwarder.carry(flow, from, what, this.#options.now())) {
      // Over since its last word, and not swept yet.
      this.#joined.get(flow)?.forget('idle');
      return false;
    }
    if (what === 'data') traffic.connectionProcessed(bytes);
    return true;
  }

  #onEnded(listener: ServedTcpListener, flow: Flow, cause: FlowClosure): void {
    const { settings, traffic, now, send } = this.#options;
    this.#forwarder.close(flow);
    this.#counts.end(cause);
    if (cause === 'upstream-unavailable') listener.traffic.connectionDropped(cause);
    traffic.flowClosed(flow);
    if (settings.reportFlows) send({ type: 'flow-closed', at: now(), flow: { ...flow }, cause });
  }

  #endAll(ended: readonly EndedConnection[]): void {
    for (const { flow, cause } of ended) {
      const connection = this.#joined.get(flow);
      // Nobody is told of an idle time-out before they speak (NLB-TC-04).
      if (cause === 'idle') connection?.forget(cause);
      else connection?.end(cause);
    }
  }
}

function listenerFailure(error: Error, at: Endpoint): HarnessError {
  return new HarnessError(
    'HARNESS_INVARIANT_BROKEN',
    `The server of the listener at tcp ${formatEndpoint(at)} failed: ${error.message}`,
    'Report this as a defect of the harness',
    { cause: error },
  );
}
