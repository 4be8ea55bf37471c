import type { TimeBase } from '../clock/time-base.ts';
import type { NodeTraffic } from '../core/cloudwatch/node-traffic.ts';
import type { DropReason } from '../core/forwarding/drop-reason.ts';
import type { Flow } from '../core/forwarding/flow.ts';
import type { Routes } from '../core/forwarding/routes.ts';
import type { Probe, ProbeResult } from '../core/health/probe.ts';
import type { AddressMapTable } from '../core/network/address-map.ts';
import type { Endpoint, TransportProtocol } from '../core/network/endpoint.ts';

export type { Probe, ProbeResult };

/**
 * What goes between the harness and a load-balancer node: desired state in, events out. Everything is plain JSON
 * so that the same node runs in a worker thread or as a process that speaks JSON lines on stdio.
 *
 * A command with an `id` is answered by exactly one `done` or `failed` with that id, after it has taken effect.
 */
export type NodeCommand =
  | { readonly type: 'configure'; readonly id: number; readonly settings: NodeSettings }
  | { readonly type: 'time'; readonly id: number; readonly timeBase: TimeBase }
  | { readonly type: 'address-map'; readonly id: number; readonly table: AddressMapTable }
  | { readonly type: 'routes'; readonly id: number; readonly routes: Routes }
  | { readonly type: 'probe'; readonly id: number; readonly probe: Probe }
  | { readonly type: 'cancel-probe'; readonly probeId: number }
  /** Forget flows that are idle for their time and close their sockets; tell what was counted since the last time. */
  | { readonly type: 'sweep'; readonly id: number }
  | { readonly type: 'snapshot'; readonly id: number }
  | { readonly type: 'stop'; readonly id: number };

export interface NodeSettings {
  readonly hashSeed: number;
  readonly timeBase: TimeBase;
  readonly addressMap: AddressMapTable;
  /** Bind listeners on any free port and report it: for machines where only 127.0.0.1 exists. */
  readonly bindAnyPort: boolean;
  /**
   * Bind a listener below 1024 on any free port of its address where this user may not bind its own, and tell
   * of it; default false.
   */
  readonly movePrivilegedPorts?: boolean;
  /** Whether upstream sockets are bound to the client's own (actual) address, so that targets see it. */
  readonly preserveClientAddress: boolean;
  /** Whether they are bound to the client's port, too: needs IP_TRANSPARENT, and targets' way back to be the node. */
  readonly preserveClientPort: boolean;
  /** Send an event a flow; off by default, because ten thousand flows are ten thousand events. */
  readonly reportFlows: boolean;
}

export type NodeEvent =
  | { readonly type: 'ready' }
  | { readonly type: 'done'; readonly id: number; readonly result?: NodeResult }
  | {
      readonly type: 'failed';
      readonly id: number;
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    }
  | { readonly type: 'flow-opened'; readonly at: number; readonly flow: Flow }
  | { readonly type: 'flow-moved'; readonly at: number; readonly flow: Flow; readonly fromTargetId: string }
  | { readonly type: 'flow-closed'; readonly at: number; readonly flow: Flow; readonly cause: FlowClosure }
  /** A listener is at another port than its own, see {@link NodeSettings.movePrivilegedPorts}. Before the answer. */
  | { readonly type: 'listener-moved'; readonly listener: BoundListener }
  /** Something went wrong that no command asked for, e.g. a listener's socket failed. */
  | { readonly type: 'fault'; readonly code: string; readonly message: string };

export type FlowClosure =
  | 'idle'
  | 'listener-gone'
  | 'target-closed'
  | 'stopped'
  // Of TCP connections only:
  /** Both ends have said all. */
  | 'finished'
  | 'client-reset'
  | 'target-reset'
  | 'target-refused'
  /** Neither answered nor refused. */
  | 'target-unreachable'
  /** The node could not connect from where it has to. */
  | 'upstream-unavailable'
  /** The client has opened another from the same port. */
  | 'replaced';

/** The payload of `done`, by command. */
export type NodeResult =
  | { readonly kind: 'routes'; readonly listening: readonly BoundListener[] }
  | { readonly kind: 'probe'; readonly probe: ProbeResult }
  | { readonly kind: 'sweep'; readonly traffic: readonly NodeTraffic[] }
  | { readonly kind: 'snapshot'; readonly snapshot: NodeSnapshot };

/** A listener's socket: what was asked for and what was bound. */
export interface BoundListener {
  readonly listenerArn: string;
  readonly protocol: TransportProtocol;
  readonly emulated: Endpoint;
  readonly actual: Endpoint;
}

export interface NodeSnapshot {
  readonly counters: NodeCounters;
  readonly flows: readonly Flow[];
}

/**
 * Counted fates of datagrams, and of connections in `connections`. At rest `received` = `forwarded` + all of `dropped`, in each direction: conservation of
 * datagrams. `held` is what is in a send call right now.
 */
export interface NodeCounters {
  readonly toTargets: DirectionCounters;
  readonly toClients: DirectionCounters;
  /** Datagrams forwarded to each target, by `<target group ARN> <id>:<port>`. */
  readonly forwardedByTarget: Readonly<Record<string, number>>;
  /** UDP flows. */
  readonly flowsOpened: number;
  readonly flowsMoved: number;
  readonly connections: ConnectionCounters;
}

/** Counted fates of TCP connections: `accepted` = `open` + all of `refused` + all of `ended`. */
export interface ConnectionCounters {
  readonly accepted: number;
  readonly open: number;
  /** Those that went to no target. */
  readonly refused: Readonly<Partial<Record<DropReason, number>>>;
  readonly ended: Readonly<Partial<Record<FlowClosure, number>>>;
  readonly toTargets: StreamCounters;
  readonly toClients: StreamCounters;
}

/** Counted fates of bytes: `receivedBytes` = `forwardedBytes` + `heldBytes` + `discardedBytes`, at any time. */
export interface StreamCounters {
  readonly receivedBytes: number;
  readonly forwardedBytes: number;
  /** Given to the operating system, which waits for whoever is to take them. */
  readonly heldBytes: number;
  /** Came after the end of their connection, or were on their way when it ended. */
  readonly discardedBytes: number;
}

export interface DirectionCounters {
  readonly received: number;
  readonly receivedBytes: number;
  readonly forwarded: number;
  readonly forwardedBytes: number;
  readonly held: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}
