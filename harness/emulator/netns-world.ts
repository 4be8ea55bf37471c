import type { Clock } from '../clock/clock.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { TIMINGS, type Timings } from '../core/timings.ts';
import { startProcessNode } from '../node/process-node.ts';
import { parseUserData } from '../targets/user-data.ts';
import { startNetnsHostNetwork } from '../worlds/netns/netns-host-network.ts';
import { EmulatedWorld } from './emulated-world.ts';
import { StartedEmulator } from './emulator.ts';
import { checkWorldOptions } from './world-options.ts';

export interface NetnsWorldOptions {
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
  /** Port of this machine's DNS server; default 0, any. Hosts have one of their own, at port 53. */
  readonly dnsPort?: number;
  /** Throttle callers of ELBv2 as AWS does (NLB-LB-25). Default false. */
  readonly throttling?: boolean;
  /** Tell of each flow that opens, moves or closes. Default true; turn off for very many flows. */
  readonly reportFlows?: boolean;
}

/**
 * Starts the netns world: the AWS endpoint on this machine, and hosts at real VPC addresses in network namespaces
 * of their own. Linux with iproute2, nftables and util-linux; neither root nor Docker.
 *
 * Errors: HARNESS_ARGUMENT_INVALID, HARNESS_NAMESPACES_UNAVAILABLE, HARNESS_PORT_IN_USE, HARNESS_PORT_PRIVILEGED.
 */
export async function startNetnsWorld(options: NetnsWorldOptions = {}): Promise<EmulatedWorld> {
  checkWorldOptions(options);
  const clock = options.clock ?? new VirtualClock();
  const seed = options.seed ?? 1;
  const emulator = await StartedEmulator.start({
    clock,
    seed,
    timings: TIMINGS[options.profile ?? 'documented'],
    port: options.port ?? 0,
    dnsPort: options.dnsPort ?? 0,
    throttling: options.throttling ?? false,
    createNetwork: () => startNetnsHostNetwork({ parseUserData }),
    startNode: (network, hashSeed) =>
      startProcessNode(
        {
          hashSeed,
          timeBase: clock.timeBase(),
          addressMap: network.addressMap(),
          bindAnyPort: false,
          preserveClientAddress: true,
          preserveClientPort: true,
          reportFlows: options.reportFlows ?? true,
        },
        network.enterRouter ?? [],
      ),
  });
  try {
    return await EmulatedWorld.create({
      name: 'netns',
      clock,
      seed,
      region: options.region ?? 'us-east-1',
      emulator,
    });
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}
