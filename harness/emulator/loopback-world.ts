import type { Clock } from '../clock/clock.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { TIMINGS, type Timings } from '../core/timings.ts';
import { startWorkerNode } from '../node/worker-node.ts';
import { parseUserData } from '../targets/user-data.ts';
import { startLoopbackHostNetwork } from '../worlds/loopback/loopback-host-network.ts';
import { EmulatedWorld } from './emulated-world.ts';
import { StartedEmulator } from './emulator.ts';
import { checkChoice, checkWorldOptions } from './world-options.ts';

const ADDRESS_CHOICES = ['many', 'single', 'detect'] as const;

export interface LoopbackWorldOptions {
  /** Default: a VirtualClock. The world stops it when it stops. */
  readonly clock?: Clock;
  /** Default 1. Drives ids, hashes and payloads. */
  readonly seed?: number;
  /** Default `us-east-1`. */
  readonly region?: string;
  /** Default `documented`; see {@link TIMINGS}. */
  readonly profile?: Timings['profile'];
  /** Port of the AWS endpoint; default 0, any. */
  readonly port?: number;
  /** Port of the DNS server; default 0, any. */
  readonly dnsPort?: number;
  /**
   * Throttle callers of ELBv2 as AWS does (NLB-LB-25). Default false. The world's clock counts: on a VirtualClock
   * the right to more calls comes back as time is advanced.
   */
  readonly throttling?: boolean;
  /**
   * `many`: every host has its own address of 127/8. `single`: only 127.0.0.1 exists, ports are mapped too.
   * Default: what this machine has.
   */
  readonly addresses?: (typeof ADDRESS_CHOICES)[number];
  /** Tell of each flow that opens, moves or closes. Default true; turn off for very many flows. */
  readonly reportFlows?: boolean;
}

/**
 * Starts the loopback world: the AWS endpoint, DNS, and 127/8 as the network, with nothing but Node.
 *
 * Errors: HARNESS_ARGUMENT_INVALID, HARNESS_PORT_IN_USE, HARNESS_PORT_PRIVILEGED, HARNESS_NO_FREE_ADDRESS.
 */
export async function startLoopbackWorld(options: LoopbackWorldOptions = {}): Promise<EmulatedWorld> {
  checkWorldOptions(options);
  checkChoice('addresses', options.addresses ?? 'detect', ADDRESS_CHOICES);
  const clock = options.clock ?? new VirtualClock();
  const seed = options.seed ?? 1;
  const emulator = await StartedEmulator.start({
    clock,
    seed,
    timings: TIMINGS[options.profile ?? 'documented'],
    port: options.port ?? 0,
    dnsPort: options.dnsPort ?? 0,
    throttling: options.throttling ?? false,
    createNetwork: () =>
      startLoopbackHostNetwork({ addresses: options.addresses ?? 'detect', parseUserData }),
    startNode: (network, hashSeed) => {
      const manyAddresses = network.capabilities.has('many-addresses');
      return startWorkerNode({
        hashSeed,
        timeBase: clock.timeBase(),
        addressMap: network.addressMap(),
        bindAnyPort: !manyAddresses,
        movePrivilegedPorts: manyAddresses,
        preserveClientAddress: manyAddresses,
        // A port of one address belongs to one socket here: the client's own.
        preserveClientPort: false,
        reportFlows: options.reportFlows ?? true,
      });
    },
  });
  try {
    return await EmulatedWorld.create({
      name: 'loopback',
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
