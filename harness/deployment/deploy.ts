import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import { HarnessError } from '../errors.ts';
import type { StartedWorld } from '../worlds/world.ts';
import { type AwsClients, createAwsClients } from './aws-clients.ts';
import { createListener, createLoadBalancer, createTargetGroup } from './create-load-balancing.ts';
import type { DeployOptions, TargetGroupProtocol } from './deploy-options.ts';
import { type DeployedTargetGroup, type DeployedZone, Deployment } from './deployment.ts';
import { type DeploymentPlan, planDeployment } from './deployment-plan.ts';
import { HostWatch } from './host-watch.ts';
import { launchTarget } from './launch-target.ts';
import { createLoadBalancerSecurityGroup, createTargetSecurityGroup } from './security-groups.ts';
import { waitForInstances, waitForLoadBalancer, waitForTargets } from './wait.ts';

/**
 * Builds a load balancer with targets in a world, through the AWS SDK alone: security groups, instances, target
 * groups, load balancer, listener; and waits until the targets are healthy.
 *
 * @throws HarnessError HARNESS_ARGUMENT_INVALID for options that cannot be, HARNESS_CAPABILITY_MISSING for a container
 * image in a world that runs none, HARNESS_HOST_EXITED where the process of
 * a target has ended meanwhile, HARNESS_TARGET_NOT_READY where one does not become healthy, HARNESS_DEPLOY_FAILED
 * naming the step, with AWS's error as its cause
 */
export async function deploy(world: StartedWorld, options: DeployOptions = {}): Promise<Deployment> {
  const plan = planDeployment(world, options);
  await using resources = new AsyncDisposableStack();
  const aws = resources.use(createAwsClients(world, options.region));

  const { vpcId, subnets } = await step('choose subnets', () => describeDefaultSubnets(aws, plan.zoneCount));
  const zones = subnets.slice(0, plan.zoneCount);
  const loadBalancerSecurityGroupId = await step(
    'create the security group of the load balancer',
    async () =>
      options.securityGroups === 'none' ? undefined : createLoadBalancerSecurityGroup(aws.ec2, vpcId, plan),
  );
  const targetSecurityGroupId = await step('create the security group of the targets', () =>
    createTargetSecurityGroup(
      aws.ec2,
      vpcId,
      plan.name,
      {
        udp: new Set(portsOf(plan, ['UDP', 'TCP_UDP'])),
        tcp: new Set([
          ...portsOf(plan, ['TCP', 'TCP_UDP']),
          ...plan.groups.map(({ port, healthCheck }) => healthCheck.port ?? port),
        ]),
      },
      loadBalancerSecurityGroupId,
    ),
  );
  const launched = await step('start the targets', () =>
    Promise.all(
      plan.groups.map((group) =>
        Promise.all(
          group.targets.map(({ name, zone, options: target }) =>
            launchTarget({
              world,
              aws,
              region: plan.region,
              name,
              options: target,
              protocol: group.protocol,
              port: group.port,
              healthCheck: group.healthCheck,
              subnetId: subnets[zone]!.subnetId,
              securityGroupId: targetSecurityGroupId,
              resources,
            }),
          ),
        ),
      ),
    ),
  );
  await step('wait for the instances', () => waitForInstances(world, aws, launched.flat()));
  const hosts = await step('wait for the hosts', () => HostWatch.start(world, plan.region, launched.flat()));
  const loadBalancer = await step('create the load balancer', () =>
    createLoadBalancer(aws, plan, options, zones, loadBalancerSecurityGroupId),
  );
  const targetGroups: DeployedTargetGroup[] = [];
  for (const [index, group] of plan.groups.entries()) {
    const targetGroup = await step(`create target group ${group.name}`, () =>
      createTargetGroup(world, aws, plan, group, vpcId, subnets, launched[index]!),
    );
    targetGroups.push(targetGroup);
  }
  const listenerArn = await step('create the listener', () =>
    createListener(aws, plan, loadBalancer.arn, targetGroups),
  );
  await step('wait for the load balancer', () => waitForLoadBalancer(world, aws, loadBalancer.arn));
  const deployment = new Deployment({
    name: plan.name,
    region: plan.region,
    aws,
    vpcId,
    loadBalancerArn: loadBalancer.arn,
    dnsName: loadBalancer.dnsName,
    listenerArn,
    listenerPort: plan.listenerPort,
    zones,
    targetGroups,
    loadBalancerSecurityGroupId,
    targetSecurityGroupId,
    resources: resources.move(),
  });
  if (options.waitForHealthy ?? true) {
    await step('wait for healthy targets', () => waitForTargets(world, deployment.targets, hosts)).catch(
      async (error) => {
        await deployment[Symbol.asyncDispose]();
        throw error;
      },
    );
  }
  return deployment;
}

function portsOf({ groups }: DeploymentPlan, protocols: readonly TargetGroupProtocol[]): number[] {
  return groups.filter(({ protocol }) => protocols.includes(protocol)).map(({ port }) => port);
}

/** The default VPC's subnets; all three, because a target may be in a zone that is not enabled. */
async function describeDefaultSubnets(aws: AwsClients, zoneCount: number) {
  const { Subnets = [] } = await aws.ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] }),
  );
  const sorted = Subnets.sort((left, right) => left.AvailabilityZone!.localeCompare(right.AvailabilityZone!));
  if (sorted.length < zoneCount) {
    throw new Error(`the Region has ${sorted.length} default subnets, and ${zoneCount} zones were asked for`);
  }
  const subnets: DeployedZone[] = sorted.map(({ AvailabilityZone, SubnetId }) => ({
    availabilityZone: AvailabilityZone!,
    subnetId: SubnetId!,
  }));
  return { vpcId: sorted[0]!.VpcId!, subnets };
}

async function step<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof HarnessError) throw cause;
    throw new HarnessError(
      'HARNESS_DEPLOY_FAILED',
      `Failed to ${what}: ${cause instanceof Error ? `${cause.name}: ${cause.message}` : cause}`,
      'Correct the options of deploy() that this step uses',
      { cause },
    );
  }
}
