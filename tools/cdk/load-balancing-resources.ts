import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeLoadBalancersCommand,
  type LoadBalancerSchemeEnum,
  type LoadBalancerTypeEnum,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  type ProtocolEnum,
  RegisterTargetsCommand,
  type TargetTypeEnum,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { physicalName } from './physical-name.ts';
import type { ResourceProperties } from './resource-properties.ts';
import type { CreateResource } from './resource-type.ts';
import { waitFor } from './wait-for.ts';

/** NLB-LB-01, NLB-TG-01. */
const MAX_NAME_LENGTH = 32;

const createLoadBalancer: CreateResource = async (properties, { aws, world, stackName, logicalId }) => {
  const { LoadBalancers } = await aws.elbv2.send(
    new CreateLoadBalancerCommand({
      Name: properties.text('Name') ?? physicalName(stackName, logicalId, MAX_NAME_LENGTH),
      Type: properties.text('Type') as LoadBalancerTypeEnum | undefined,
      Scheme: properties.text('Scheme') as LoadBalancerSchemeEnum | undefined,
      Subnets: properties.texts('Subnets'),
      SecurityGroups: properties.texts('SecurityGroups'),
      Tags: tags(properties),
    }),
  );
  const { LoadBalancerArn, DNSName, CanonicalHostedZoneId, LoadBalancerName } = LoadBalancers![0]!;
  const Attributes = properties.keyValues('LoadBalancerAttributes');
  if (Attributes.length > 0)
    await aws.elbv2.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
  await waitFor(world, `${LoadBalancerName} to be active`, async () => {
    const described = await aws.elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn!] }),
    );
    return described.LoadBalancers?.[0]?.State?.Code === 'active';
  });
  return {
    ref: LoadBalancerArn!,
    attributes: { LoadBalancerArn, DNSName, CanonicalHostedZoneID: CanonicalHostedZoneId, LoadBalancerName },
  };
};

const createTargetGroup: CreateResource = async (properties, { aws, stackName, logicalId }) => {
  const { TargetGroups } = await aws.elbv2.send(
    new CreateTargetGroupCommand({
      Name: properties.text('Name') ?? physicalName(stackName, logicalId, MAX_NAME_LENGTH),
      Protocol: properties.text('Protocol') as ProtocolEnum | undefined,
      Port: properties.number('Port'),
      VpcId: properties.text('VpcId'),
      TargetType: properties.text('TargetType') as TargetTypeEnum | undefined,
      HealthCheckProtocol: properties.text('HealthCheckProtocol') as ProtocolEnum | undefined,
      HealthCheckPort: properties.text('HealthCheckPort'),
      HealthCheckIntervalSeconds: properties.number('HealthCheckIntervalSeconds'),
      HealthCheckTimeoutSeconds: properties.number('HealthCheckTimeoutSeconds'),
      HealthyThresholdCount: properties.number('HealthyThresholdCount'),
      UnhealthyThresholdCount: properties.number('UnhealthyThresholdCount'),
      Tags: tags(properties),
    }),
  );
  const { TargetGroupArn, TargetGroupName } = TargetGroups![0]!;
  const Attributes = properties.keyValues('TargetGroupAttributes');
  if (Attributes.length > 0)
    await aws.elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  const Targets = properties
    .objects('Targets')
    .map((target) => ({ Id: target.text('Id'), Port: target.number('Port') }));
  if (Targets.length > 0) await aws.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets }));
  return { ref: TargetGroupArn!, attributes: { TargetGroupArn, TargetGroupName } };
};

const createListener: CreateResource = async (properties, { aws }) => {
  const { Listeners } = await aws.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: properties.text('LoadBalancerArn'),
      Protocol: properties.text('Protocol') as ProtocolEnum | undefined,
      Port: properties.number('Port'),
      DefaultActions: properties.objects('DefaultActions').map(
        (action): Action => ({
          Type: action.text('Type') as Action['Type'],
          TargetGroupArn: action.text('TargetGroupArn'),
        }),
      ),
    }),
  );
  const { ListenerArn } = Listeners![0]!;
  return { ref: ListenerArn!, attributes: { ListenerArn } };
};

function tags(properties: ResourceProperties): { Key: string; Value: string }[] | undefined {
  const Tags = properties.keyValues('Tags');
  return Tags.length === 0 ? undefined : Tags;
}

/** Load balancers, target groups and listeners. */
export const LOAD_BALANCING_RESOURCES: Readonly<Record<string, CreateResource>> = {
  'AWS::ElasticLoadBalancingV2::LoadBalancer': createLoadBalancer,
  'AWS::ElasticLoadBalancingV2::TargetGroup': createTargetGroup,
  'AWS::ElasticLoadBalancingV2::Listener': createListener,
};
