import { type EmulatedWorld, ScaledClock, type Timings } from '../../index.ts';
import { EXIT_CODES } from '../exit-code.ts';
import { type Interruption, listenForInterruption } from '../interruption.ts';
import { createOutput } from '../output.ts';
import { describeReady, type Ready } from './describe-ready.ts';
import { LiveView } from './live-view.ts';
import { type ServedWorldChoice, startServedWorld } from './start-served-world.ts';

export interface ServeOptions extends ServedWorldChoice {
  readonly port: number;
  readonly dnsPort: number;
  readonly region: string;
  readonly speed: number;
  readonly profile: Timings['profile'];
  readonly throttling: boolean;
  readonly listen: string;
  readonly allowHost: readonly string[];
  readonly json: boolean;
}

/** Serves a world until somebody wants it to end, and shows what happens in it. */
export async function serveWorld(options: ServeOptions): Promise<void> {
  using interruption = listenForInterruption();
  const failure = Promise.withResolvers<never>();
  const output = createOutput(options.json);
  const { port, dnsPort, region, speed, profile, throttling } = options;
  const starting = startServedWorld(options, {
    clock: new ScaledClock({ speed, onError: failure.reject }),
    port,
    dnsPort,
    region,
    profile,
    throttling,
    endpointAddress: options.listen,
    endpointNames: options.allowHost,
  });
  await using world = await answeringInterruption(starting, interruption);
  if (interruption.signal.aborted) {
    process.exitCode = EXIT_CODES.interrupted;
    return;
  }
  const ready = await describeWorld(world, options);
  output.data({ kind: 'ready', ...ready });
  for (const line of describeReady(ready, process.platform)) output.text(line);
  using view = new LiveView(world, output, ready.addresses);
  await Promise.race([interruption.requested, failure.promise]);
  view.end();
}

/** A start is not given up half-way: who wants it to end hears what is waited for, and how not to wait. */
async function answeringInterruption<World>(
  starting: Promise<World>,
  { requested }: Interruption,
): Promise<World> {
  let isStarting = true;
  void requested.then(() => {
    if (isStarting) console.error('Stopping as soon as it has started. Ctrl-C again ends it at once.');
  });
  try {
    return await starting;
  } finally {
    isStarting = false;
  }
}

async function describeWorld(world: EmulatedWorld, options: ServeOptions): Promise<Ready> {
  const { endpoint } = world.emulator.gateway;
  const { credentials } = world.awsClientConfig();
  return {
    world: world.name,
    endpoint,
    region: world.region,
    dns: `127.0.0.1:${world.emulator.dns.port}`,
    speed: options.speed,
    profile: options.profile,
    environment: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: world.region,
      // Older clients know the Region by this name only.
      AWS_DEFAULT_REGION: world.region,
      AWS_ACCESS_KEY_ID: credentials?.accessKeyId ?? '',
      AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey ?? '',
    },
    canExecute: world.capabilities.has('host-commands'),
    addresses: await world.mappedAddresses(),
  };
}
