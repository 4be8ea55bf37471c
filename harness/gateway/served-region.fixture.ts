import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { onTestFinished } from 'vitest';
import { createRegion, type Region } from '../core/region.ts';
import { TIMINGS, type Timings } from '../core/timings.ts';
import type { Backend } from './dispatch.ts';
import { startGateway } from './gateway.ts';
import { createServices } from './services.ts';
import { createThrottle } from './throttling.ts';

/** Reading the SDK's models takes longer than anything else here, and never changes: once a test file. */
const SERVICES = createServices();

/** One Region behind a real endpoint, with the official clients and no data plane. Ends with its test. */
export interface ServedRegion {
  readonly region: Region;
  readonly endpoint: string;
  /** The instant at which the next operation happens; the test moves it. */
  now: number;
  /** They ask once: no retry hides an error. */
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
}

export interface ServedRegionOptions {
  readonly name?: string;
  /** Default `documented`. */
  readonly profile?: Timings['profile'];
  /** Default false. */
  readonly throttling?: boolean;
}

/** Serves a fresh Region until the test ends. */
export async function serveRegion(options: ServedRegionOptions = {}): Promise<ServedRegion> {
  const name = options.name ?? 'us-east-1';
  const region = createRegion(name, { seed: 1, timings: TIMINGS[options.profile ?? 'documented'] });
  const backend: Backend = {
    execute: async (_call, run) => run({ region, now: served.now, accountId: region.accountId }),
  };
  const gateway = await startGateway({
    services: SERVICES,
    backend,
    inspect: async () => undefined,
    throttle: options.throttling ? createThrottle(() => served.now) : undefined,
    port: 0,
  });
  const config = {
    endpoint: gateway.endpoint,
    region: name,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const served: ServedRegion = {
    region,
    endpoint: gateway.endpoint,
    now: 1_000_000,
    elbv2: new ElasticLoadBalancingV2Client(config),
    ec2: new EC2Client(config),
  };
  onTestFinished(async () => {
    served.elbv2.destroy();
    served.ec2.destroy();
    await gateway.stop();
  });
  return served;
}
