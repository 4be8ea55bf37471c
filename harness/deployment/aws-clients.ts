import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { StartedWorld } from '../worlds/world.ts';

/** The two clients that build an NLB, for one Region of a world. */
export interface AwsClients extends Disposable {
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
}

/** Clients that talk to the world's AWS: the emulated endpoint, or AWS itself in the live world. */
export function createAwsClients(world: StartedWorld, region?: string): AwsClients {
  const { endpoint, credentials, ...config } = world.awsClientConfig(region);
  const options = {
    ...config,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  };
  const ec2 = new EC2Client(options);
  const elbv2 = new ElasticLoadBalancingV2Client(options);
  return {
    ec2,
    elbv2,
    [Symbol.dispose]() {
      ec2.destroy();
      elbv2.destroy();
    },
  };
}
