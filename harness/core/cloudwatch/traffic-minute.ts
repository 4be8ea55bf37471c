import type { FlowCount, NodeTraffic, TcpTraffic } from './node-traffic.ts';
import { mergeStatistics, type StatisticSet, statisticOf } from './statistic-set.ts';

/** Flows of one kind during one minute. */
export class FlowSamples {
  #opened = 0;
  #active: StatisticSet;

  /** `earlierLooks` is how often there were no flows before the first count. */
  constructor(earlierLooks = 0) {
    this.#active = { ...statisticOf(0), sampleCount: earlierLooks };
  }

  add({ opened, active }: Pick<FlowCount, 'opened' | 'active'>): void {
    this.#opened += opened;
    const sample = statisticOf(active);
    this.#active = this.#active.sampleCount === 0 ? sample : mergeStatistics(this.#active, sample);
  }

  get opened(): number {
    return this.#opened;
  }

  /** One sample each time it was looked. */
  get active(): StatisticSet {
    return this.#active;
  }

  /** That a flow without datagrams counts as traffic is unsure. */
  get hasTraffic(): boolean {
    return this.#opened > 0 || this.#active.maximum > 0;
  }
}

/** The flows that a node has for one target group, or for all of them, during one minute. */
export class FlowMinute {
  readonly all: FlowSamples;
  readonly udp: FlowSamples;
  readonly tcp: FlowSamples;

  /** `earlierLooks` is how often there were no flows before the first count. */
  constructor(earlierLooks = 0) {
    this.all = new FlowSamples(earlierLooks);
    this.udp = new FlowSamples(earlierLooks);
    this.tcp = new FlowSamples(earlierLooks);
  }

  add({ opened, active, tcp }: FlowCount): void {
    this.all.add({ opened, active });
    this.udp.add({ opened: opened - tcp.opened, active: active - tcp.active });
    this.tcp.add(tcp);
  }
}

const NO_FLOWS: FlowCount = { opened: 0, active: 0, tcp: { opened: 0, active: 0 } };

const COUNTERS = [
  'processedPackets',
  'processedBytes',
  'blockedInbound',
  'blockedOutbound',
  'rejected',
  'portAllocationErrors',
  'unhealthyRouting',
] as const satisfies readonly (keyof NodeTraffic)[];

type Counters = Record<(typeof COUNTERS)[number], number>;

const TCP_COUNTERS = [
  'processedBytes',
  'blockedInbound',
  'blockedOutbound',
  'rejected',
  'clientResets',
  'targetResets',
  'loadBalancerResets',
] as const satisfies readonly (keyof TcpTraffic)[];

type TcpCounters = Record<(typeof TCP_COUNTERS)[number], number>;

/** One minute of a node: what was counted at each look, put together. */
export class TrafficMinute {
  readonly flows = new FlowMinute();
  readonly #flowsByTargetGroup = new Map<string, FlowMinute>();
  #looks = 0;
  readonly #total = Object.fromEntries(COUNTERS.map((counter) => [counter, 0])) as Counters;
  readonly #tcp = Object.fromEntries(TCP_COUNTERS.map((counter) => [counter, 0])) as TcpCounters;
  #peakPacketsPerSecond = 0;
  #peakBytesPerSecond = 0;

  /** Adds what was counted during these seconds; undefined stands for nothing at all. */
  add(traffic: NodeTraffic | undefined, seconds: number): void {
    const targetGroups = traffic?.targetGroups ?? {};
    const counts = Object.values(targetGroups);
    this.flows.add(counts.reduce(sumOf, NO_FLOWS));
    for (const targetGroupArn of new Set([...this.#flowsByTargetGroup.keys(), ...Object.keys(targetGroups)]))
      this.#flowsOf(targetGroupArn).add(targetGroups[targetGroupArn] ?? NO_FLOWS);
    this.#looks++;
    if (!traffic) return;
    for (const counter of COUNTERS) this.#total[counter] += traffic[counter];
    for (const counter of TCP_COUNTERS) this.#tcp[counter] += traffic.tcp[counter];
    this.#peakPacketsPerSecond = Math.max(this.#peakPacketsPerSecond, traffic.processedPackets / seconds);
    this.#peakBytesPerSecond = Math.max(this.#peakBytesPerSecond, traffic.processedBytes / seconds);
  }

  get total(): Readonly<Counters> {
    return this.#total;
  }

  /** What of it is TCP's. */
  get tcp(): Readonly<TcpCounters> {
    return this.#tcp;
  }

  get flowsByTargetGroup(): ReadonlyMap<string, FlowMinute> {
    return this.#flowsByTargetGroup;
  }

  /** The highest average of the times between two looks. */
  get peakPacketsPerSecond(): number {
    return this.#peakPacketsPerSecond;
  }

  get peakBytesPerSecond(): number {
    return this.#peakBytesPerSecond;
  }

  /** Whether anything flowed that the security groups let pass. */
  get hasTraffic(): boolean {
    const { processedPackets, rejected, portAllocationErrors } = this.#total;
    return this.flows.all.hasTraffic || processedPackets + rejected + portAllocationErrors > 0;
  }

  #flowsOf(targetGroupArn: string): FlowMinute {
    const known = this.#flowsByTargetGroup.get(targetGroupArn);
    if (known) return known;
    const flows = new FlowMinute(this.#looks);
    this.#flowsByTargetGroup.set(targetGroupArn, flows);
    return flows;
  }
}

function sumOf(left: FlowCount, right: FlowCount): FlowCount {
  return {
    opened: left.opened + right.opened,
    active: left.active + right.active,
    tcp: { opened: left.tcp.opened + right.tcp.opened, active: left.tcp.active + right.tcp.active },
  };
}
