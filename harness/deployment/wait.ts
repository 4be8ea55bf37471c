import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { DescribeLoadBalancersCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { HarnessError } from '../errors.ts';
import type { StartedWorld } from '../worlds/world.ts';
import type { AwsClients } from './aws-clients.ts';
import type { DeployedTarget } from './deployed-target.ts';
import type { HostWatch } from './host-watch.ts';
import type { LaunchedTarget } from './launch-target.ts';

/** As long as AWS's own waiters wait: an instance 10 min, a load balancer 10 min, a target 10 min. */
const LIMIT_MS = 600_000;

/** Lets time go by until every instance runs. */
export async function waitForInstances(
  world: StartedWorld,
  aws: AwsClients,
  launched: readonly LaunchedTarget[],
): Promise<void> {
  const ids = launched.flatMap(({ instanceId }) => instanceId ?? []);
  if (ids.length === 0) return;
  await waitUntil(world, `the instances ${ids.join(', ')} to run`, async () => {
    const { Reservations = [] } = await aws.ec2.send(new DescribeInstancesCommand({ InstanceIds: ids }));
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    return instances.every(({ State }) => State?.Name === 'running');
  });
}

/** Lets time go by until a load balancer is active. */
export async function waitForLoadBalancer(world: StartedWorld, aws: AwsClients, arn: string): Promise<void> {
  await waitUntil(world, 'the load balancer to be active', async () => {
    const { LoadBalancers } = await aws.elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }),
    );
    return LoadBalancers?.[0]?.State?.Code === 'active';
  });
}

/** Lets time go by until every target is healthy, unless one no longer can be. */
export async function waitForTargets(
  world: StartedWorld,
  targets: readonly DeployedTarget[],
  hosts: HostWatch,
): Promise<void> {
  let states: (string | undefined)[] = [];
  await waitUntil(
    world,
    () =>
      `all targets to be healthy; they are ${targets.map(({ name }, i) => `${name} ${states[i]}`).join(', ')}`,
    async () => {
      hosts.check();
      states = await Promise.all(targets.map((target) => target.healthState()));
      return states.every((state) => state === 'healthy');
    },
    'Look at what the targets run and at their health checks, give a service that is slow to listen a longer startTimeoutMs, or pass waitForHealthy: false',
  );
}

async function waitUntil(
  world: StartedWorld,
  what: string | (() => string),
  condition: () => Promise<boolean>,
  remedy = 'Look at what the targets run',
): Promise<void> {
  if (await world.clock.advanceUntil(condition, { withinMs: LIMIT_MS })) return;
  throw new HarnessError(
    'HARNESS_TARGET_NOT_READY',
    `Waited ${LIMIT_MS / 1000} s of harness time for ${typeof what === 'string' ? what : what()}`,
    remedy,
  );
}
