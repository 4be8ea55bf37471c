import type { Clock } from '../clock/clock.ts';
import { answerDns, type DnsAnswer } from '../core/forwarding/dns-answer.ts';
import { cidrContains } from '../core/network/ipv4.ts';
import { createRegion, type Region } from '../core/region.ts';
import type { Timings } from '../core/timings.ts';
import { type StartedDnsServer, serveDns, startDnsServer } from '../dns/dns-server.ts';
import type { ApiCall, Backend, Defect } from '../gateway/dispatch.ts';
import { privateDnsName } from '../gateway/ec2/dns-names.ts';
import { type StartedGateway, startGateway } from '../gateway/gateway.ts';
import type { OperationContext } from '../gateway/operation.ts';
import { LOAD_BALANCING_SERVICES, SERVICES } from '../gateway/services.ts';
import { createThrottle } from '../gateway/throttling.ts';
import type { Ec2Mirror } from '../localstack/ec2/ec2-mirror.ts';
import type { StartedNode } from '../node/started-node.ts';
import type { DnsSockets, HostNetwork } from '../worlds/world.ts';
import { describeDefect } from './describe-events.ts';
import { EventLog } from './event-log.ts';
import { inspect } from './inspection.ts';
import { isRead } from './is-read.ts';
import { RegionRuntime } from './region-runtime.ts';
import { RelayedCalls, type StartedUpstream } from './relayed-calls.ts';

export interface EmulatorOptions {
  readonly clock: Clock;
  /** Drives resource ids and flow hashes: the same seed gives the same run. */
  readonly seed: number;
  readonly timings: Timings;
  /** Port of the AWS endpoint; 0 takes a free one. */
  readonly port: number;
  /** Where the AWS endpoint listens, and the names it answers to there; see {@link GatewayOptions}. */
  readonly endpointAddress?: string | undefined;
  readonly endpointNames?: readonly string[] | undefined;
  /** Port of the DNS server; 0 takes a free one. */
  readonly dnsPort: number;
  /** Whether callers of ELBv2 are throttled as AWS throttles them, by the clock's time (NLB-LB-25); default false. */
  readonly throttling?: boolean;
  /**
   * The account at LocalStack that holds EC2 and answers for everything but load balancing and its metrics. It is
   * stopped with the emulator. Without one EC2 is here, and other services are refused.
   */
  readonly upstream?: StartedUpstream | undefined;
  /** A network of hosts for one Region, given by its name. */
  readonly createNetwork: (region: string) => Promise<HostNetwork>;
  readonly startNode: (network: HostNetwork, hashSeed: number) => Promise<StartedNode>;
}

/**
 * The emulated AWS: endpoint, DNS and Regions, put together. This is the one place where the edges meet.
 *
 * Regions come to be when they are first named, each with a network and a node of its own, so that two Regions
 * with the same default VPC never see each other.
 */
export class StartedEmulator implements AsyncDisposable, Backend {
  readonly events = new EventLog();
  readonly gateway: StartedGateway;
  readonly dns: StartedDnsServer;
  readonly #options: EmulatorOptions;
  readonly #regions = new Map<string, Promise<RegionRuntime>>();
  readonly #started = new Map<string, RegionRuntime>();
  /** Those that hosts ask, in networks that have no way to `dns`. */
  readonly #dnsInside: StartedDnsServer[] = [];
  /** Errors that come again with each call, as that of a lost node does, are told of once. */
  readonly #reportedDefects = new WeakSet<Error>();
  readonly #relayed: RelayedCalls | undefined;
  readonly #unsubscribe: () => void;
  #stopped: Promise<void> | undefined;

  private constructor(options: EmulatorOptions, gateway: StartedGateway, dns: StartedDnsServer) {
    this.#options = options;
    this.gateway = gateway;
    this.dns = dns;
    this.#relayed =
      options.upstream &&
      new RelayedCalls(options.upstream.account, {
        region: (name) => this.region(name),
        startedRegion: (name) => this.#started.get(name),
        noteCall: (call) => this.#noteCall(call, this.#options.clock.now()),
      });
    this.#unsubscribe = options.clock.onTimeBase(async (base) => {
      await Promise.all([...this.#started.values()].map((region) => region.setTime(base)));
    });
  }

  /** Starts endpoint and DNS. What was opened is closed again when a part cannot start. */
  static async start(options: EmulatorOptions): Promise<StartedEmulator> {
    // Gateway and DNS need the emulator to answer, and the emulator needs them: the late binding is here.
    let emulator: StartedEmulator | undefined;
    const backend: Backend = { execute: (call, run) => emulator!.execute(call, run) };
    const { upstream } = options;
    const gateway = await startGateway({
      services: upstream ? LOAD_BALANCING_SERVICES : SERVICES,
      backend,
      upstream: upstream && { forward: (call, request) => emulator!.#relayed!.forward(call, request) },
      inspect: (question, body) => inspect(emulator!, question, body),
      port: options.port,
      address: options.endpointAddress,
      names: options.endpointNames,
      onDefect: (defect) => {
        if (emulator) emulator.#reportDefect(defect);
      },
      throttle: options.throttling ? createThrottle(() => options.clock.now()) : undefined,
    }).catch(async (error: unknown) => {
      await upstream?.stop();
      throw error;
    });
    try {
      const dns = await startDnsServer({
        address: '127.0.0.1',
        port: options.dnsPort,
        resolve: (name) => emulator?.answerDns(name),
      });
      emulator = new StartedEmulator(options, gateway, dns);
      return emulator;
    } catch (error) {
      await Promise.allSettled([gateway.stop(), upstream?.stop()]);
      throw error;
    }
  }

  /** See {@link Backend}. */
  async execute(call: ApiCall, run: (context: OperationContext) => object): Promise<object> {
    const runtime = await this.region(call.region);
    await runtime.catchUp(call);
    const now = this.#options.clock.now();
    const { region } = runtime;
    const output = run({ region, now, accountId: region.accountId });
    if (isRead(call.operation)) return output;
    // Before what follows from it, as it happened.
    this.#noteCall(call, now);
    await runtime.reconcile();
    return output;
  }

  /** The Region of this name, made on first use. */
  region(name: string): Promise<RegionRuntime> {
    let runtime = this.#regions.get(name);
    if (!runtime) {
      const starting = this.#createRegion(name);
      runtime = starting;
      this.#regions.set(name, starting);
      // What failed may succeed the next time: another world may have given its addresses back.
      starting.catch(() => {
        if (this.#regions.get(name) === starting) this.#regions.delete(name);
      });
    }
    return runtime;
  }

  /** Every Region that has been named so far. */
  regions(): readonly RegionRuntime[] {
    return [...this.#started.values()];
  }

  /** Addresses as this machine reaches them; undefined for names of no load balancer. */
  answerDns(name: string): { addresses: string[]; ttlSeconds: number } | undefined {
    const found = this.#findAnswer(name);
    if (!found) return undefined;
    const { network, answer } = found;
    const addresses = network.capabilities.has('many-addresses')
      ? answer.addresses.map((address) => network.toActual('udp', { address, port: 0 }).address)
      : answer.addresses.slice(0, 1).map(() => '127.0.0.1');
    return { addresses, ttlSeconds: answer.ttlSeconds };
  }

  /** Addresses as the VPC knows them; empty for names of no load balancer. */
  resolve(name: string): readonly string[] {
    return this.#findAnswer(name)?.answer.addresses ?? [];
  }

  #findAnswer(name: string): { readonly network: HostNetwork; readonly answer: DnsAnswer } | undefined {
    for (const { region, network } of this.#started.values()) {
      const answer = answerDns(region, name, this.#options.clock.now());
      if (answer) return { network, answer };
    }
    return undefined;
  }

  /** Stops everything, also when a part fails to stop; idempotent. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stopAll(): Promise<void> {
    this.#unsubscribe();
    await this.gateway.stop();
    const regions = await Promise.allSettled(this.#regions.values());
    await Promise.allSettled(this.#dnsInside.map((dns) => dns.stop()));
    const results = await Promise.allSettled([
      this.dns.stop(),
      ...regions.map((region) => (region.status === 'fulfilled' ? region.value.stop() : undefined)),
    ]);
    // Last, because the Regions have been speaking to it.
    results.push(...(await Promise.allSettled([this.#options.upstream?.stop()])));
    const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    if (reasons.length > 0) throw new AggregateError(reasons, 'The emulator did not stop cleanly');
  }

  async #createRegion(name: string): Promise<RegionRuntime> {
    const { clock, seed, timings, createNetwork, startNode, upstream } = this.#options;
    // Both at once, because both take their time; without a network the mirror is of no use.
    const opening = upstream?.account.openRegion(name);
    // It is waited for below, and may fail before.
    opening?.catch(() => undefined);
    const network = await createNetwork(name).catch((error: unknown) => {
      opening?.then(closeMirror, () => undefined);
      throw error;
    });
    let mirror: Ec2Mirror | undefined;
    try {
      mirror = await opening;
      const runtime = new RegionRuntime({
        region: createRegion(name, {
          seed: seed ^ hashName(name),
          timings,
          accountId: upstream?.account.accountId,
          ec2: mirror?.state,
        }),
        mirror,
        clock,
        network,
        hashSeed: seed,
        startNode: (hosts) => startNode(hosts, seed),
        onEvent: (event) => this.events.add(event),
      });
      const dnsSockets = await network.openDnsSockets?.();
      if (dnsSockets) this.#dnsInside.push(this.#serveDnsInside(dnsSockets, runtime.region));
      this.#started.set(name, runtime);
      return runtime;
    } catch (error) {
      mirror?.close();
      await Promise.allSettled([network[Symbol.asyncDispose]()]);
      throw error;
    }
  }

  #noteCall(call: ApiCall, at: number): void {
    this.events.add({
      at,
      region: call.region,
      kind: 'api-call',
      subject: call.operation,
      text: `${call.service} ${call.operation}`,
      detail: { ...call },
    });
  }

  #serveDnsInside(sockets: DnsSockets, region: Region): StartedDnsServer {
    return serveDns(
      sockets,
      (asked) => this.answerDns(asked),
      (address) => nameInVpc(region, address),
    );
  }

  #reportDefect(defect: Defect): void {
    // Calls that the end of the world overtakes fail as they must.
    if (this.#stopped) return;
    if (defect.error instanceof Error) {
      if (this.#reportedDefects.has(defect.error)) return;
      this.#reportedDefects.add(defect.error);
    }
    this.events.add(describeDefect(defect, this.#options.clock.now()));
  }
}

function closeMirror(mirror: Ec2Mirror): void {
  mirror.close();
}

/** Different Regions get different ids from one seed. */
function hashName(name: string): number {
  let hash = 0;
  for (const character of name) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return hash;
}

/** The name that Amazon's DNS gives to a private address of a VPC. */
function nameInVpc({ name, ec2 }: Region, address: string): string | undefined {
  const isPrivate = [...ec2.vpcs.values()].some(({ cidrBlock }) => cidrContains(cidrBlock, address));
  return isPrivate ? privateDnsName(name, address) : undefined;
}
