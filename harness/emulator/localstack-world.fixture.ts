import { EC2Client } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { onTestFinished } from 'vitest';
import type { Clock } from '../clock/clock.ts';
import { VirtualClock } from '../clock/virtual-clock.ts';
import type { LocalStackAccount } from '../localstack/localstack-account.ts';
import { startLocalStackAccount } from '../localstack/start-localstack-account.ts';
import { parseUserData } from '../targets/user-data.ts';
import { startLoopbackHostNetwork } from '../worlds/loopback/loopback-host-network.ts';
import type { EmulatedWorld } from './emulated-world.ts';
import { startLoopbackNode } from './loopback-node.ts';
import { startEmulatedWorld } from './start-emulated-world.ts';

/** A world whose EC2 is a LocalStack's, and whose hosts are in the loopback network: all but the containers. */
export interface LocalStackWorld {
  readonly world: EmulatedWorld;
  readonly account: LocalStackAccount;
  /** Clients of the world's endpoint. They ask once. */
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
  /** What went wrong so far, one line each. */
  faults(): string[];
}

/** Starts one that ends with its test, at the LocalStack that the test run or the caller names. */
export async function startLocalStackWorld({
  clock = new VirtualClock(),
  ...options
}: {
  readonly endpoint?: string;
  readonly clock?: Clock;
} = {}): Promise<LocalStackWorld> {
  const upstream = await startLocalStackAccount(options);
  const world = await startEmulatedWorld(
    { clock },
    {
      name: 'docker',
      createNetwork: () => startLoopbackHostNetwork({ addresses: 'detect', parseUserData }),
      startNode: startLoopbackNode,
      startUpstream: async () => upstream,
    },
  );
  const config = { ...world.awsClientConfig(), maxAttempts: 1 } as const;
  const ec2 = new EC2Client(config as never);
  const elbv2 = new ElasticLoadBalancingV2Client(config as never);
  onTestFinished(async () => {
    ec2.destroy();
    elbv2.destroy();
    await world.stop();
  });
  return {
    world,
    account: upstream.account,
    ec2,
    elbv2,
    faults: () => world.events().flatMap(({ kind, text }) => (kind === 'fault' ? [text] : [])),
  };
}
