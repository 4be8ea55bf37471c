import { onTestFinished } from 'vitest';
import { createRegion, type Region } from '../core/region.ts';
import { TIMINGS, type Timings } from '../core/timings.ts';
import type { Backend } from './dispatch.ts';
import { startGateway } from './gateway.ts';
import type { Service } from './service.ts';
import { createThrottle } from './throttling.ts';

/** One Region behind a real endpoint, with no data plane. Ends with its test. */
export interface ServedEndpoint {
  readonly region: Region;
  readonly endpoint: string;
  /** The instant at which the next operation happens; the test moves it. */
  now: number;
  /** For the SDK's clients. They ask once: no retry hides an error. */
  readonly clientConfig: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
}

export interface ServedRegionOptions {
  readonly name?: string;
  /** Default `documented`. */
  readonly profile?: Timings['profile'];
  /** Default false. */
  readonly throttling?: boolean;
}

/** Serves a fresh Region's services until the test ends. */
export async function serveEndpoint(
  services: readonly Service[],
  options: ServedRegionOptions = {},
): Promise<ServedEndpoint> {
  const name = options.name ?? 'us-east-1';
  const region = createRegion(name, { seed: 1, timings: TIMINGS[options.profile ?? 'documented'] });
  const backend: Backend = {
    execute: async (_call, run) => run({ region, now: served.now, accountId: region.accountId }),
  };
  const { endpoint, stop } = await startGateway({
    services,
    backend,
    inspect: async () => undefined,
    throttle: options.throttling ? createThrottle(() => served.now) : undefined,
    port: 0,
  });
  onTestFinished(stop);
  const served: ServedEndpoint = {
    region,
    endpoint,
    now: 1_000_000,
    clientConfig: {
      endpoint,
      region: name,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    },
  };
  return served;
}
