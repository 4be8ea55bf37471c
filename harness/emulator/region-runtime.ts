import type { Clock, ScheduledCall } from '../clock/clock.ts';
import type { TimeBase } from '../clock/time-base.ts';
import { deriveRoutes } from '../core/forwarding/derive-routes.ts';
import { type Explanation, explain } from '../core/forwarding/explain.ts';
import type { FiveTuple } from '../core/forwarding/five-tuple.ts';
import {
  abandonProbe,
  applyProbeResult,
  type DueProbe,
  dueProbes,
  forgetUnusedHealth,
} from '../core/health/probe-schedule.ts';
import type { Endpoint } from '../core/network/endpoint.ts';
import type { Region } from '../core/region.ts';
import { nextDeadline, type TickChanges, tick } from '../core/tick.ts';
import { HarnessError } from '../errors.ts';
import type { ApiCall } from '../gateway/dispatch.ts';
import type { Ec2Mirror } from '../localstack/ec2/ec2-mirror.ts';
import type { NodeEvent, NodeSnapshot } from '../node/protocol.ts';
import type { StartedNode } from '../node/started-node.ts';
import type {
  ClientConnection,
  ClientConnectionOptions,
  ClientSocket,
  ClientSocketOptions,
  HostNetwork,
  StartedHost,
  WorldEvent,
} from '../worlds/world.ts';
import { cidrBlocksInUse } from './cidr-blocks-in-use.ts';
import { CoalescingRunner } from './coalescing-runner.ts';
import { describeChanges, describeFault, describeNodeEvent } from './describe-events.ts';
import { ForeignEc2 } from './foreign-ec2.ts';
import { HealthWatch, healthKey } from './health-watch.ts';
import { HostKeeper } from './host-keeper.ts';
import { mapBoundListeners } from './map-bound-listeners.ts';
import { MetricSampler } from './metric-sampler.ts';
import { NetworkFollower } from './network-follower.ts';
import { ProbeRunner } from './probe-runner.ts';
import { Standstill } from './standstill.ts';

export interface RegionRuntimeOptions {
  readonly region: Region;
  /** Keeps the Region's EC2 state a copy of somebody else's; absent where the state is its own. */
  readonly mirror?: Ec2Mirror | undefined;
  readonly clock: Clock;
  readonly network: HostNetwork;
  readonly hashSeed: number;
  readonly startNode: (network: HostNetwork) => Promise<StartedNode>;
  readonly onEvent: (event: WorldEvent) => void;
}

/**
 * One Region, alive: keeps hosts, routes and health checks in step with the API's state and with time.
 *
 * Everything is one movement, `reconcile`: let time do its part, compare what should be with what is, act on the
 * difference, and set an alarm for the next instant at which time alone changes something.
 */
export class RegionRuntime {
  readonly region: Region;
  readonly network: HostNetwork;
  /** Undefined where the state of EC2 is the Region's own. */
  readonly foreignEc2: ForeignEc2 | undefined;
  readonly #clock: Clock;
  readonly #hosts: HostKeeper;
  readonly #follower: NetworkFollower;
  readonly #emit: (event: WorldEvent) => void;
  readonly #hashSeed: number;
  readonly #startNode: () => Promise<StartedNode>;
  readonly #health: HealthWatch;
  /** What the last checks saw, until the next reconciling has told of it. */
  readonly #probeDetails = new Map<string, string>();
  readonly #reconciler = new CoalescingRunner(() => this.#reconcileOnce());
  #node: Promise<StartedNode> | undefined;
  #probes: ProbeRunner | undefined;
  #alarm: ScheduledCall | undefined;
  /** What this machine could not give at the last movement. */
  #troubles: ReadonlySet<string> = new Set();
  #sampler: MetricSampler | undefined;
  readonly #standstill: Standstill;
  readonly #askNoLonger: () => void;
  #lost: Error | undefined;
  #stopped = false;

  constructor(options: RegionRuntimeOptions) {
    this.region = options.region;
    this.#health = new HealthWatch(options.region);
    this.network = options.network;
    this.#clock = options.clock;
    this.#emit = options.onEvent;
    this.#hashSeed = options.hashSeed;
    this.#startNode = () => options.startNode(options.network);
    this.#hosts = new HostKeeper(options.network, (instanceId, message) => this.#fault(instanceId, message));
    const { region, network, mirror } = options;
    this.foreignEc2 = mirror && new ForeignEc2({ mirror, region, now: () => this.#clock.now() });
    this.#follower = new NetworkFollower({ region, network, ensureNode: () => this.#ensureNode() });
    this.#standstill = new Standstill({
      hostsSettled: () => this.#hosts.settled(),
      hosts: () => this.#hosts.running(),
      counters: async () => (await this.snapshot())?.counters,
    });
    this.#askNoLonger = options.clock.askBeforeGivingUp(() => this.#standstill.reached());
    options.network.lost?.then((cause) => this.#onLost(cause));
  }

  /** Brings the network into step with the state. Resolves when the next datagram will meet the new state. */
  async reconcile(): Promise<void> {
    if (this.#stopped) return;
    await this.#reconciler.run();
    if (this.#lost) throw this.#lost;
  }

  /** Resolves when the hosts that are on their way up or down have arrived. */
  hostsSettled(): Promise<void> {
    return this.#hosts.settled();
  }

  /**
   * Waits for hosts on their way, and learns what a call of load balancing will ask about, where somebody else holds
   * it and may have changed it.
   */
  async catchUp({ service, operation }: ApiCall): Promise<void> {
    if (!this.foreignEc2 || service !== 'elasticloadbalancing') return;
    await this.#hosts.settled();
    await this.foreignEc2.learn(operation);
  }

  async setTime(base: TimeBase): Promise<void> {
    if (this.#node && !this.#lost && !this.#stopped) await (await this.#node).setTime(base);
  }

  /** The host behind an instance, once its network is there. */
  async host(instanceId: string): Promise<StartedHost> {
    await this.reconcile();
    return this.#hosts.get(instanceId);
  }

  /** A client's socket, once the node knows where the client is on this machine. */
  async openClientSocket(options: ClientSocketOptions): Promise<ClientSocket> {
    const socket = await this.network.openClientSocket(options);
    await this.#tellNodeOfClients();
    socket.atRest = () => this.#standstill.reached();
    return socket;
  }

  /** A client's connection; the node knows where the client is before it meets it. */
  async openClientConnection(options: ClientConnectionOptions, to: Endpoint): Promise<ClientConnection> {
    const connection = await this.network.openClientConnection(options, to, () => this.#tellNodeOfClients());
    connection.atRest = () => this.#standstill.reached();
    return connection;
  }

  async #tellNodeOfClients(): Promise<void> {
    if (!this.#follower.knowsAddresses) await this.reconcile();
  }

  /** Where a datagram would go now, and why. */
  async explain(fiveTuple: FiveTuple): Promise<Explanation> {
    await this.reconcile();
    const now = this.#clock.now();
    const flows = (await this.snapshot())?.flows ?? [];
    const routes = deriveRoutes(this.region, now);
    return explain({ routes, flows, hashSeed: this.#hashSeed }, fiveTuple, now);
  }

  /** The node's flows and counters; undefined while the Region has no load balancer. */
  async snapshot(): Promise<NodeSnapshot | undefined> {
    return this.#node ? (await this.#node).snapshot() : undefined;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.foreignEc2?.stopReading();
    this.#alarm?.cancel();
    this.#sampler?.stop();
    this.#askNoLonger();
    this.#standstill.end();
    await Promise.allSettled([this.#reconciler.run()]);
    const failures = (
      await Promise.allSettled([this.#hosts.stop(), this.#node?.then((node) => node.stop())])
    ).filter((result) => result.status === 'rejected');
    await this.network[Symbol.asyncDispose]();
    this.foreignEc2?.close();
    if (failures.length > 0 && !this.#lost) {
      throw new AggregateError(
        failures.map(({ reason }) => reason),
        `Region ${this.region.name} did not stop cleanly`,
      );
    }
  }

  async #reconcileOnce(): Promise<void> {
    if (this.#stopped) return;
    const now = this.#clock.now();
    const changes = this.#changes(now);
    forgetUnusedHealth(this.region, now);
    try {
      await this.#followWithTroubles(changes, now);
      this.#startDueProbes(now);
    } finally {
      this.#setAlarm();
    }
    for (const event of describeChanges(this.region, changes, now)) this.#emit(event);
    for (const event of this.#health.changes(now, this.#probeDetails)) this.#emit(event);
    this.#probeDetails.clear();
  }

  /** What time has changed, and what others have. */
  #changes(now: number): TickChanges {
    const changes = tick(this.region, now);
    return { ...changes, instances: [...(this.foreignEc2?.takeChanges() ?? []), ...changes.instances] };
  }

  /**
   * Brings hosts and nodes into step. What this machine cannot give (an address, a port) is its trouble and not
   * the API's: the call that asked for it has succeeded. It is reported as a fault, once for as long as it
   * lasts, and tried again with the next movement; everything else goes on. Only a lost node ends the Region.
   */
  async #followWithTroubles(changes: TickChanges, now: number): Promise<void> {
    const troubles = new Set<string>();
    const attempt = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (this.#lost) throw this.#lost;
        troubles.add((error as Error).message);
      }
    };
    await attempt(async () => this.foreignEc2?.writeThrough());
    for (const conflict of this.foreignEc2?.conflicts() ?? []) troubles.add(conflict);
    await attempt(() => this.#follower.followSecurityGroups());
    for (const cidrBlock of cidrBlocksInUse(this.region))
      await attempt(() => this.network.addNetwork(cidrBlock));
    await attempt(() => this.#followHosts(changes));
    await attempt(() => this.#follower.followRoutes(now));
    for (const trouble of troubles) if (!this.#troubles.has(trouble)) this.#fault(this.region.name, trouble);
    this.#troubles = troubles;
  }

  async #followHosts(changes: TickChanges): Promise<void> {
    this.#hosts.follow(this.region.ec2.instances.values());
    // An instance that the API calls running has booted: its services listen. One that it calls stopped or
    // terminated is silent. So every change that has come to its end is waited for. Where others' instances run at
    // once, the next call waits: several can be launched, and then boot together.
    if (changes.instances.length > 0 && !this.foreignEc2) await this.#hosts.settled();
  }

  #ensureNode(): Promise<StartedNode> {
    if (this.#node) return this.#node;
    const starting = this.#startNode().then((node) => this.#attend(node));
    this.#node = starting;
    // The next movement tries again.
    starting.catch(() => {
      this.#node = undefined;
    });
    return starting;
  }

  /** Listens to a node that has just started, and gives it its checks and samples to make. */
  #attend(node: StartedNode): StartedNode {
    this.#probes = new ProbeRunner(
      this.#clock,
      node,
      () => this.#standstill.reached(),
      (due, passed, detail) => this.#onProbeResult(due, passed, detail),
      (due, error) => this.#onProbeFailure(due, error),
    );
    node.onEvent((event) => this.#onNodeEvent(event));
    node.lost.then((cause) => this.#onNodeLost(cause));
    this.#sampler = new MetricSampler({ clock: this.#clock, region: this.region, node });
    return node;
  }

  async #onProbeResult({ reference }: DueProbe, passed: boolean, detail: string): Promise<void> {
    this.#probeDetails.set(healthKey(reference.targetGroupArn, reference.targetKey), detail);
    // Most checks only confirm what is known: then nothing but the next alarm follows from them.
    if (applyProbeResult(this.region, reference, passed, this.#clock.now())) await this.reconcile();
    else this.#setAlarm();
  }

  #onProbeFailure({ reference }: DueProbe, error: Error): void {
    // With the node goes every check; its loss is reported by itself.
    if (this.#lost || this.#stopped) return;
    abandonProbe(this.region, reference);
    this.#setAlarm();
    this.#fault(this.region.name, error.message);
  }

  #startDueProbes(now: number): void {
    if (!this.#probes) return;
    for (const due of dueProbes(this.region, now)) this.#probes.start(due);
  }

  #setAlarm(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    const deadline = nextDeadline(this.region, this.#clock.now());
    if (deadline !== undefined) this.#alarm = this.#clock.schedule(deadline, () => this.#onAlarm());
  }

  /** Somebody else's instances run before their hosts have booted: what time brings is for hosts that have. */
  async #onAlarm(): Promise<void> {
    if (this.foreignEc2) await this.#hosts.settled();
    await this.reconcile();
  }

  #onNodeEvent(event: NodeEvent): void {
    // At once, so that it is reached even if another listener makes the command fail.
    if (event.type === 'listener-moved') mapBoundListeners(this.network, [event.listener]);
    const described = describeNodeEvent(this.region, event, this.#clock.now());
    if (described) this.#emit(described);
  }

  #onNodeLost(cause: Error): void {
    this.#onLost(
      new HarnessError(
        'HARNESS_NODE_LOST',
        `The load-balancer node of Region ${this.region.name} ended by itself: ${cause.message}`,
        'Please report this, with what the scenario did',
        { cause },
      ),
    );
  }

  /** Without its node or its network a Region is no more. Told once: one may go with the other. */
  #onLost(cause: Error): void {
    this.#sampler?.stop();
    if (this.#stopped || this.#lost) return;
    this.#lost = cause;
    this.#fault(this.region.name, cause.message);
  }

  #fault(subject: string, message: string): void {
    if (!this.#stopped) this.#emit(describeFault(this.region, subject, message, this.#clock.now()));
  }
}
