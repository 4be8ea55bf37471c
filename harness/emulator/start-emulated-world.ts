import type { Clock } from '../clock/clock.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { TIMINGS, type Timings } from '../core/timings.ts';
import type { NodeSettings } from '../node/protocol.ts';
import type { StartedNode } from '../node/started-node.ts';
import type { HostNetwork, WorldName } from '../worlds/world.ts';
import { EmulatedWorld } from './emulated-world.ts';
import { StartedEmulator } from './emulator.ts';
import type { StartedUpstream } from './relayed-calls.ts';
import { checkWorldOptions } from './world-options.ts';

/** What every emulated world takes. */
export interface EmulatedWorldOptions {
  /** Default: a VirtualClock. The world stops it when it stops. */
  readonly clock?: Clock;
  /** Default 1. Drives ids, hashes and payloads. */
  readonly seed?: number;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Default `documented`; see {@link TIMINGS}. */
  readonly profile?: Timings['profile'];
  /** Port of the AWS endpoint, which is on this machine's own network; default 0, any. */
  readonly port?: number;
  /** Where the AWS endpoint listens: default 127.0.0.1, so that nobody reaches it from outside of this machine. */
  readonly endpointAddress?: string | undefined;
  /** Names by which clients may reach the AWS endpoint, beside those of this machine itself. */
  readonly endpointNames?: readonly string[] | undefined;
  /** Port of this machine's DNS server; default 0, any. */
  readonly dnsPort?: number;
  /**
   * Throttle callers of ELBv2 as AWS does (NLB-LB-25). Default false. The world's clock counts: on a VirtualClock
   * the right to more calls comes back as time is advanced.
   */
  readonly throttling?: boolean;
  /** Tell of each flow that opens, moves or closes. Default true; turn off for very many flows. */
  readonly reportFlows?: boolean;
}

/** What makes one kind of emulated world: its hosts, and where its nodes run. */
export interface WorldKind {
  readonly name: WorldName;
  /** Is given the name of the Region that the network is for. */
  readonly createNetwork: (region: string) => Promise<HostNetwork>;
  readonly startNode: (network: HostNetwork, settings: CommonNodeSettings) => Promise<StartedNode>;
  /** Starts what holds EC2 and answers for other services; without it EC2 is the emulator's own. */
  readonly startUpstream?: () => Promise<StartedUpstream>;
}

/** What a node is told in every world. */
export type CommonNodeSettings = Pick<NodeSettings, 'hashSeed' | 'timeBase' | 'addressMap' | 'reportFlows'>;

/** Starts the emulator with the hosts and nodes of a world. What was started is stopped again when a part fails. */
export async function startEmulatedWorld(
  options: EmulatedWorldOptions,
  { name, createNetwork, startNode, startUpstream }: WorldKind,
): Promise<EmulatedWorld> {
  checkWorldOptions(options);
  const { clock = new VirtualClock(), seed = 1, region = 'us-east-1', reportFlows = true } = options;
  const emulator = await StartedEmulator.start({
    clock,
    seed,
    timings: TIMINGS[options.profile ?? 'documented'],
    port: options.port ?? 0,
    endpointAddress: options.endpointAddress,
    endpointNames: options.endpointNames,
    dnsPort: options.dnsPort ?? 0,
    throttling: options.throttling ?? false,
    upstream: await startUpstream?.(),
    createNetwork,
    startNode: (network, hashSeed) =>
      startNode(network, {
        hashSeed,
        timeBase: clock.timeBase(),
        addressMap: network.addressMap(),
        reportFlows,
      }),
  });
  try {
    return await EmulatedWorld.create({ name, clock, seed, region, emulator });
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}
