import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { StartedWorld } from '../worlds/world.ts';
import type { AwsClients } from './aws-clients.ts';
import type { DeployOptions } from './deploy-options.ts';
import { DeployedTarget } from './deployed-target.ts';
import type { DeployedTargetGroup, DeployedZone } from './deployment.ts';
import type { DeploymentPlan, PlannedGroup } from './deployment-plan.ts';
import type { LaunchedTarget } from './launch-target.ts';

/** Creates the load balancer, with cross-zone load balancing where the options say so. */
export async function createLoadBalancer(
  aws: AwsClients,
  plan: DeploymentPlan,
  options: DeployOptions,
  zones: readonly DeployedZone[],
  securityGroupId: string | undefined,
) {
  const { LoadBalancers } = await aws.elbv2.send(
    new CreateLoadBalancerCommand({
      Name: plan.name,
      Type: 'network',
      Scheme: options.scheme ?? 'internet-facing',
      Subnets: zones.map(({ subnetId }) => subnetId),
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

/** Creates a target group with its attributes and registers its targets. */
export async function createTargetGroup(
  world: StartedWorld,
  aws: AwsClients,
  plan: DeploymentPlan,
  group: PlannedGroup,
  vpcId: string,
  subnets: readonly DeployedZone[],
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
        availabilityZone: subnets[group.targets[index]!.zone]!.availabilityZone,
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

/** Creates the listener: forward to the one group, or by weight to several. Resolves to its ARN. */
export async function createListener(
  aws: AwsClients,
  plan: DeploymentPlan,
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
