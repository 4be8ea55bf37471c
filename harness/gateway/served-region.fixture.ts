import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { onTestFinished } from 'vitest';
import { type ServedEndpoint, type ServedRegionOptions, serveEndpoint } from './served-endpoint.fixture.ts';
import { SERVICES } from './services.ts';

export type { ServedRegionOptions };

/** Reading the SDK's models takes longer than anything else here, and never changes: once a test file. */

/** One Region with every service and the official clients. */
export interface ServedRegion extends ServedEndpoint {
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly ec2: EC2Client;
}

/** Serves a fresh Region until the test ends. */
export async function serveRegion(options: ServedRegionOptions = {}): Promise<ServedRegion> {
  const served = await serveEndpoint(SERVICES, options);
  const elbv2 = new ElasticLoadBalancingV2Client(served.clientConfig);
  const ec2 = new EC2Client(served.clientConfig);
  onTestFinished(() => {
    elbv2.destroy();
    ec2.destroy();
  });
  return Object.assign(served, { elbv2, ec2 });
}
