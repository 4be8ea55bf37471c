import type { Duplex } from 'node:stream';
import type { Clock } from '../clock/clock.ts';
import type { Explanation } from '../core/forwarding/explain.ts';
import type { FiveTuple } from '../core/forwarding/five-tuple.ts';
import type { InterfaceRules } from '../core/forwarding/interface-rules.ts';
import type { AddressMapTable, MappedEndpoint } from '../core/network/address-map.ts';
import type { Endpoint, TransportProtocol } from '../core/network/endpoint.ts';
import type { NodeSnapshot } from '../node/protocol.ts';
import type { ConnectionPort, DatagramPort } from './ports.ts';
import type { RunningProgram } from './running-program.ts';

/** What a world can show. A scenario names what it needs and is skipped, with that reason, where it is missing. */
export const CAPABILITIES = {
  'client-address': 'targets see the address of the client',
  'client-port': 'targets see the port of the client',
  containers: 'targets can be container images',
  'direct-traffic': 'hosts reach each other without the load balancer, as security groups allow',
  'host-commands': 'any program runs on a host, and resolves the names of load balancers',
  'many-addresses': 'every host has an address of its own',
  'one-address': 'every host can be at 127.0.0.1',
  'outside-servers': 'a server outside of the world, as in the process of the test, can be a target',
  'virtual-time': 'time can be moved by hand',
} as const;

export type Capability = keyof typeof CAPABILITIES;

/**
 * Where an emulated world's hosts live: their addresses, processes and sockets. The rest of the emulator does
 * not know whether that is 127/8, network namespaces or containers.
 */
export interface HostNetwork extends AsyncDisposable {
  readonly capabilities: ReadonlySet<Capability>;
  /** Resolves with the cause when the network has gone, and all that was in it; absent where it cannot by itself. */
  readonly lost?: Promise<Error>;
  /** Makes a network's addresses usable; idempotent. CIDR block /16 or smaller. */
  addNetwork(cidrBlock: string): Promise<void>;
  /** How emulated addresses appear on this machine, as it is now; grows with networks and hosts. */
  addressMap(): AddressMapTable;
  /** Enters an endpoint that was bound elsewhere (a listener of the node on a free port). */
  mapEndpoint(mapped: MappedEndpoint): void;
  /**
   * Where a server of the user's own should listen so that it is reached at this emulated endpoint; in a world
   * that has only 127.0.0.1 a free port is chosen and entered into the map.
   */
  reserve(protocol: TransportProtocol, emulated: Endpoint): Promise<Endpoint>;
  /** Starts what an instance's user data says, at the instance's address. */
  startHost(spec: HostSpec): Promise<StartedHost>;
  /** Where clients send from. */
  openClientSocket(options: ClientSocketOptions): Promise<ClientSocket>;
  /**
   * A client's TCP connection, opened or not: that nobody accepts it is told by its outcome. `bound` is called, and
   * waited for, when its place on this machine is known and before it is used.
   */
  openClientConnection(
    options: ClientConnectionOptions,
    to: Endpoint,
    bound: () => Promise<void>,
  ): Promise<ClientConnection>;
  /** The actual place of an emulated endpoint. */
  toActual(protocol: TransportProtocol, endpoint: Endpoint): Endpoint;
  /**
   * Starts a part of the harness, given by its file, where load-balancer nodes are to be. It has to end with its
   * standard input. Absent where nodes need no process of their own.
   */
  startInRouter?(file: string): Promise<RunningProgram>;
  /** Gives the network these addresses of load-balancer nodes, and no others; absent where they need no care. */
  followNodes?(addresses: readonly string[]): Promise<void>;
  /** Filters what goes from host to host by these rules; absent where no such traffic is filtered. */
  followSecurityGroups?(interfaces: readonly InterfaceRules[]): Promise<void>;
  /** The sockets by which hosts ask for names; absent where they ask this machine's own resolver. */
  openDnsSockets?(): Promise<DnsSockets>;
}

/** Bound, at one endpoint. Whoever asked for them closes them. */
export interface DnsSockets {
  readonly udp: DatagramPort;
  readonly tcp: ConnectionPort;
}

export interface HostSpec {
  /** Instance id: what it is called in messages. */
  readonly id: string;
  readonly address: string;
  readonly userData: string | undefined;
}

/** A running host. `stop` is idempotent. */
export interface StartedHost extends AsyncDisposable {
  readonly spec: HostSpec;
  /** Where the agent's control interface listens; undefined where no agent runs. Actual. */
  readonly control: AgentControl | undefined;
  /** Resolves when the process ends by itself, with what it said last. */
  readonly exited: Promise<{ readonly detail: string }>;
  /**
   * Resolves as soon as a program of the user data has written a line with this text. Undefined where none runs, and
   * where nobody hears them.
   *
   * @throws HarnessError HARNESS_HOST_EXITED when one of them ends by itself before
   */
  readonly said?: ((text: string) => Promise<void>) | undefined;
  /** Runs a program on the host, with its network and its names; absent without `host-commands`. */
  run?(command: readonly string[]): Promise<HostCommand>;
  /** How another process runs programs here; absent where a host has no network of its own to run them in. */
  readonly entrance?: HostEntrance;
  stop(): Promise<void>;
}

/** The way into a host for a process that is not the harness, such as one at somebody's terminal. */
export type HostEntrance =
  /**
   * A command of this machine that runs another one in a folder, both given as its last arguments: first the
   * folder, then the command. For this user, and for root.
   */
  | { readonly kind: 'command'; readonly command: readonly string[]; readonly userId: number | undefined }
  /** A container of the Docker engine. */
  | { readonly kind: 'container'; readonly id: string };

/** Where an agent takes commands. */
export interface AgentControl extends Endpoint {
  /** How a process outside of the host's network gets there; absent where it is in the same network. */
  readonly connect?: (() => Duplex) | undefined;
}

/** A program that was started on a host. `stop` is idempotent; the program never outlives its host. */
export interface HostCommand extends AsyncDisposable {
  /** What it has said so far, on both of its outputs. */
  readonly output: string;
  /** Writes to its standard input. */
  write(text: string): void;
  /** Ends its standard input. */
  end(): void;
  /**
   * Resolves to the output as soon as the text is in it.
   *
   * @throws HarnessError HARNESS_HOST_EXITED when the program ends without having said it
   */
  said(text: string): Promise<string>;
  /** Resolves when the program has ended: its exit status, null where a signal ended it. */
  readonly ended: Promise<number | null>;
  stop(): Promise<void>;
}

export interface ClientSocketOptions {
  /** Emulated source address; a free one of the world's Internet block when undefined. */
  readonly address: string | undefined;
  /** Emulated source port; any when undefined. */
  readonly port: number | undefined;
}

/** A client's UDP socket. Endpoints are emulated ones on both sides. */
export interface ClientSocket extends AsyncDisposable {
  readonly local: Endpoint;
  send(payload: Uint8Array, to: Endpoint): Promise<void>;
  onDatagram(listener: (payload: Uint8Array, from: Endpoint) => void): void;
  /**
   * The emulated endpoint behind one that a service names inside its payloads, as an echo of the source that it
   * saw; absent where hosts have their emulated addresses.
   */
  toEmulated?(seen: Endpoint): Endpoint;
  /**
   * Resolves when what was sent before has gone as far as it goes: whatever has had no answer then will have none.
   * Set by the emulated worlds, where everybody can be asked.
   */
  atRest?: (() => Promise<void>) | undefined;
  close(): Promise<void>;
}

export interface ClientConnectionOptions extends ClientSocketOptions {
  /** Real milliseconds after which an attempt without answer counts as timed out; default 1000. */
  readonly connectTimeoutMs?: number | undefined;
}

/** How long an attempt to connect waits for an answer unless it is told otherwise, in real time. */
export const CONNECT_TIMEOUT_MS = 1_000;

/**
 * How a client's connection came to its end: the other side had said all or this one closed it, or was reset; or
 * that it never came to be, as it was refused, nobody answered, or there is no way there.
 */
export type ConnectionOutcome = 'closed' | 'reset' | 'refused' | 'timed-out' | 'unreachable';

/** A client's TCP connection. Endpoints are emulated ones on both sides. */
export interface ClientConnection extends AsyncDisposable {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** Resolves when nothing more will come. */
  readonly outcome: Promise<ConnectionOutcome>;
  write(data: Uint8Array): void;
  /** Nothing is read, and so no end seen, before there is a listener. */
  onData(listener: (data: Uint8Array) => void): void;
  /** Says that this side has said all; the other may go on. */
  end(): void;
  /** Ends both directions at once, with a reset. */
  reset(): void;
  /** See {@link ClientSocket.toEmulated}. */
  toEmulated?(seen: Endpoint): Endpoint;
  /** See {@link ClientSocket.atRest}. */
  atRest?: (() => Promise<void>) | undefined;
  close(): Promise<void>;
}

export type WorldName = 'loopback' | 'netns' | 'docker' | 'attached' | 'live';

/**
 * A world that is up: the AWS endpoint answers, time runs, hosts can come. A scenario does not know which world
 * it is in. `stop` is idempotent and safe under concurrency.
 */
export interface StartedWorld extends AsyncDisposable {
  readonly name: WorldName;
  readonly capabilities: ReadonlySet<Capability>;
  readonly clock: Clock;
  readonly seed: number;
  /** The Region that scenarios use unless they say otherwise. */
  readonly region: string;
  /** Options for any client of the AWS SDK for JavaScript v3. */
  awsClientConfig(region?: string): AwsClientConfig;
  /** What instances are made from. */
  machineImage(region?: string): Promise<{ readonly imageId: string; readonly instanceType: string }>;
  /** The IPv4 addresses that a load balancer's DNS name has now; empty when there is no such name. */
  resolve(dnsName: string): Promise<string[]>;
  openClientSocket(options: ClientSocketOptions & { readonly region?: string }): Promise<ClientSocket>;
  openClientConnection(
    options: ClientConnectionOptions & { readonly region?: string },
    to: Endpoint,
  ): Promise<ClientConnection>;
  /** The host behind a running instance; waits for it. */
  host(instanceId: string, region?: string): Promise<StartedHost>;
  /** See {@link HostNetwork.reserve}. */
  reserve(protocol: TransportProtocol, emulated: Endpoint, region?: string): Promise<Endpoint>;
  /**
   * Says that an emulated endpoint stands for one where something already listens, e.g. 172.31.9.9:53 for
   * 127.0.0.1:5353, so that it can be registered as a target of type `ip`.
   */
  reach(protocol: TransportProtocol, emulated: Endpoint, actual: Endpoint, region?: string): Promise<void>;
  /** What is where on this machine: networks, and single endpoints where ports are mapped too. */
  mappedAddresses(region?: string): Promise<readonly MappedAddress[]>;
  /** Where a datagram with this (emulated) five-tuple would go and why; undefined where nobody can know (live). */
  explain(fiveTuple: FiveTuple, region?: string): Promise<Explanation | undefined>;
  /** Flows and counters of the load-balancer nodes; undefined where nobody can look inside (live). */
  snapshot(region?: string): Promise<NodeSnapshot | undefined>;
  /** What has happened so far, oldest first, bounded. */
  events(): readonly WorldEvent[];
  onEvent(listener: (event: WorldEvent) => void): () => void;
  stop(): Promise<void>;
}

/** One line of the address map, for people: `172.31.0.0/16` at `127.31.0.0/16`. */
export interface MappedAddress {
  readonly emulated: string;
  readonly actual: string;
}

export interface AwsClientConfig {
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

/** Something that happened in the emulated network, with the instant on the harness Clock. */
export interface WorldEvent {
  readonly at: number;
  readonly region: string;
  readonly kind:
    | 'load-balancer-state'
    | 'target-health'
    | 'instance-state'
    | 'dns'
    | 'flow-opened'
    | 'flow-moved'
    | 'flow-closed'
    | 'api-call'
    /** A listener is at another port of this machine than its own; see {@link StartedWorld.mappedAddresses}. */
    | 'listener-moved'
    | 'fault';
  /** What it is about: an ARN, an instance id, a name, a five-tuple. */
  readonly subject: string;
  /** One line for people. */
  readonly text: string;
  /** The same for machines. */
  readonly detail: Readonly<Record<string, unknown>>;
}
