import { DescribeSubnetsCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { HarnessError } from '../errors.ts';
import type { StartedWorld } from '../worlds/world.ts';
import { type AwsClients, createAwsClients } from './aws-clients.ts';
import type { DeployOptions, TargetGroupOptions, TargetOptions } from './deploy-options.ts';
import { DeployedTarget } from './deployed-target.ts';
import { type DeployedTargetGroup, type DeployedZone, Deployment } from './deployment.ts';
import { type LaunchedTarget, launchTarget } from './launch-target.ts';
import { createLoadBalancerSecurityGroup, createTargetSecurityGroup } from './security-groups.ts';
import { waitForInstances, waitForLoadBalancer, waitForTargets } from './wait.ts';

const DEFAULT_PORT = 8080;

/**
 * Builds a load balancer with targets in a world, through the AWS SDK alone: security groups, instances, target
 * groups, load balancer, listener; and waits until the targets are healthy.
 *
 * @throws HarnessError HARNESS_DEPLOY_FAILED naming the step, with AWS's error as its cause
 */
export async function deploy(world: StartedWorld, options: DeployOptions = {}): Promise<Deployment> {
  await using resources = new AsyncDisposableStack();
  const aws = resources.use(createAwsClients(world, options.region));
  const plan = createPlan(world, options);

  const { vpcId, zones } = await step('choose subnets', () => chooseZones(aws, plan.zoneCount));
  const loadBalancerSecurityGroupId = await step(
    'create the security group of the load balancer',
    async () =>
      options.securityGroups === 'none'
        ? undefined
        : createLoadBalancerSecurityGroup(aws.ec2, vpcId, plan.name, plan.listenerPort),
  );
  const targetSecurityGroupId = await step('create the security group of the targets', () =>
    createTargetSecurityGroup(
      aws.ec2,
      vpcId,
      plan.name,
      {
        udp: new Set(plan.groups.map(({ port }) => port)),
        health: new Set(plan.groups.map(({ port, healthCheck }) => healthCheck.port ?? port)),
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
              port: group.port,
              healthCheck: group.healthCheck,
              subnetId: zones[zone]!.subnetId,
              securityGroupId: targetSecurityGroupId,
              resources,
            }),
          ),
        ),
      ),
    ),
  );
  await step('wait for the instances', () => waitForInstances(world, aws, plan.region, launched.flat()));
  const loadBalancer = await step('create the load balancer', () =>
    createLoadBalancer(aws, plan, options, zones, loadBalancerSecurityGroupId),
  );
  const targetGroups: DeployedTargetGroup[] = [];
  for (const [index, group] of plan.groups.entries()) {
    const targetGroup = await step(`create target group ${group.name}`, () =>
      createTargetGroup(world, aws, plan, group, vpcId, zones, launched[index]!),
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
    await step('wait for healthy targets', () => waitForTargets(world, deployment.targets)).catch(
      async (error) => {
        await deployment[Symbol.asyncDispose]();
        throw error;
      },
    );
  }
  return deployment;
}

/** The options with every default filled in. */
interface Plan {
  readonly name: string;
  readonly region: string;
  readonly zoneCount: number;
  readonly listenerPort: number;
  readonly listenerProtocol: 'UDP' | 'TCP_UDP';
  readonly groups: readonly PlannedGroup[];
}

interface PlannedGroup
  extends Required<Pick<TargetGroupOptions, 'protocol' | 'port' | 'healthCheck' | 'attributes'>> {
  readonly name: string;
  readonly weight: number | undefined;
  readonly targetType: 'instance' | 'ip';
  readonly targets: readonly {
    readonly name: string;
    readonly zone: number;
    readonly options: TargetOptions;
  }[];
}

/** Names must be unique in a Region; worlds that outlive a test need different ones each time. */
const deploymentCounts = new WeakMap<StartedWorld, number>();

function createPlan(world: StartedWorld, options: DeployOptions): Plan {
  const count = (deploymentCounts.get(world) ?? 0) + 1;
  deploymentCounts.set(world, count);
  const name = options.name ?? `nlb-${count}`;
  const zoneCount = options.zones ?? 2;
  let targetIndex = 0;
  const groups = (options.targetGroups ?? [options]).map((group, groupIndex): PlannedGroup => {
    const targets =
      typeof group.targets === 'object' ? group.targets : Array<TargetOptions>(group.targets ?? 2).fill({});
    const outside = targets.some(({ server, existing }) => server || existing);
    return {
      name: options.targetGroups ? `${name}-${groupIndex + 1}` : name,
      protocol: group.protocol ?? 'UDP',
      port: group.port ?? DEFAULT_PORT,
      healthCheck: group.healthCheck ?? {},
      attributes: group.attributes ?? {},
      weight: group.weight,
      targetType: outside ? 'ip' : 'instance',
      targets: targets.map((target) => {
        const index = targetIndex++;
        return {
          name: target.name ?? `target-${String.fromCharCode(97 + index)}`,
          zone: target.zone ?? index % zoneCount,
          options: target,
        };
      }),
    };
  });
  const unknownZone = groups.flatMap(({ targets }) => targets).find(({ zone }) => zone >= 3 || zone < 0);
  if (unknownZone) {
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `The target '${unknownZone.name}' is in zone ${unknownZone.zone}, and a Region has zones 0 to 2`,
      'Choose a zone from 0 to 2',
    );
  }
  return {
    name,
    region: options.region ?? world.region,
    zoneCount,
    listenerPort: options.listenerPort ?? DEFAULT_PORT,
    listenerProtocol: options.listenerProtocol ?? groups[0]!.protocol,
    groups,
  };
}

/** The default VPC's subnets; all three, because a target may be in a zone that is not enabled. */
async function chooseZones(aws: AwsClients, zoneCount: number) {
  const { Subnets = [] } = await aws.ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] }),
  );
  const subnets = Subnets.sort((left, right) =>
    left.AvailabilityZone!.localeCompare(right.AvailabilityZone!),
  );
  if (subnets.length < zoneCount) {
    throw new Error(
      `the Region has ${subnets.length} default subnets, and ${zoneCount} zones were asked for`,
    );
  }
  const zones: DeployedZone[] = subnets.map(({ AvailabilityZone, SubnetId }) => ({
    availabilityZone: AvailabilityZone!,
    subnetId: SubnetId!,
  }));
  return { vpcId: subnets[0]!.VpcId!, zones };
}

async function createLoadBalancer(
  aws: AwsClients,
  plan: Plan,
  options: DeployOptions,
  zones: readonly DeployedZone[],
  securityGroupId: string | undefined,
) {
  const { LoadBalancers } = await aws.elbv2.send(
    new CreateLoadBalancerCommand({
      Name: plan.name,
      Type: 'network',
      Scheme: options.scheme ?? 'internet-facing',
      Subnets: zones.slice(0, plan.zoneCount).map(({ subnetId }) => subnetId),
      ...(securityGroupId !== undefined && { SecurityGroups: [securityGroupId] }),
    }),
  );
  const { LoadBalancerArn: arn, DNSName: dnsName } = LoadBalancers![0]!;
  if (options.crossZone) {
    await aws.elbv2.send(
      new ModifyLoadBalancerAttributesCommand({
        LoadBalancerArn: arn,
        Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
      }),
    );
  }
  return { arn: arn!, dnsName: dnsName! };
}

async function createTargetGroup(
  world: StartedWorld,
  aws: AwsClients,
  plan: Plan,
  group: PlannedGroup,
  vpcId: string,
  zones: readonly DeployedZone[],
  launched: readonly LaunchedTarget[],
): Promise<DeployedTargetGroup> {
  const { healthCheck } = group;
  const intervalSeconds = healthCheck.intervalSeconds ?? 10;
  const { TargetGroups } = await aws.elbv2.send(
    new CreateTargetGroupCommand({
      Name: group.name,
      Protocol: group.protocol,
      Port: group.port,
      VpcId: vpcId,
      TargetType: group.targetType,
      HealthCheckProtocol: healthCheck.protocol ?? 'TCP',
      HealthCheckPort: healthCheck.port === undefined ? 'traffic-port' : String(healthCheck.port),
      HealthCheckPath: healthCheck.path,
      Matcher: healthCheck.matcher === undefined ? undefined : { HttpCode: healthCheck.matcher },
      HealthCheckIntervalSeconds: intervalSeconds,
      // The default of 10 s would exceed a shorter interval, which AWS refuses (NLB-TG-10).
      HealthCheckTimeoutSeconds: healthCheck.timeoutSeconds ?? Math.min(intervalSeconds, 5),
      HealthyThresholdCount: healthCheck.healthyThresholdCount ?? 2,
      UnhealthyThresholdCount: healthCheck.unhealthyThresholdCount ?? 2,
    }),
  );
  const arn = TargetGroups![0]!.TargetGroupArn!;
  const attributes = Object.entries(group.attributes);
  if (attributes.length > 0) {
    await aws.elbv2.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: arn,
        Attributes: attributes.map(([Key, Value]) => ({ Key, Value })),
      }),
    );
  }
  const targets = launched.map(
    ({ name, instanceId, address }, index) =>
      new DeployedTarget({
        world,
        aws,
        region: plan.region,
        name,
        targetGroupArn: arn,
        targetId: group.targetType === 'instance' ? instanceId! : address,
        port: group.port,
        address,
        availabilityZone: zones[group.targets[index]!.zone]!.availabilityZone,
        instanceId,
      }),
  );
  if (targets.length > 0) {
    await aws.elbv2.send(
      new RegisterTargetsCommand({
        TargetGroupArn: arn,
        Targets: targets.map(({ targetId, port }) => ({ Id: targetId, Port: port })),
      }),
    );
  }
  return { arn, name: group.name, targets };
}

async function createListener(
  aws: AwsClients,
  plan: Plan,
  loadBalancerArn: string,
  targetGroups: readonly DeployedTargetGroup[],
): Promise<string> {
  const weighted = plan.groups.map(({ weight }, index) => ({
    TargetGroupArn: targetGroups[index]!.arn,
    Weight: weight ?? 1,
  }));
  const { Listeners } = await aws.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Protocol: plan.listenerProtocol,
      Port: plan.listenerPort,
      DefaultActions: [
        weighted.length === 1
          ? { Type: 'forward', TargetGroupArn: targetGroups[0]!.arn }
          : { Type: 'forward', ForwardConfig: { TargetGroups: weighted } },
      ],
    }),
  );
  return Listeners![0]!.ListenerArn!;
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
