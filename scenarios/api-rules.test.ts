import { DescribeSubnetsCommand, StopInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  type LoadBalancerSchemeEnum,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createAwsClients, type StartedWorld } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { deregister, register } from './support/registration.ts';

// What the API refuses that users of UDP run into, and what it does not refuse although they expect it to.

test('an interval of 5 s is refused with the default time-out of 10 s', {
  rules: ['NLB-TG-10'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using api = await openApi(world);
  await expect(api.createTargetGroup({ Name: 'game', HealthCheckIntervalSeconds: 5 })).rejects.toMatchObject(
    refusal('ValidationError', "Health check timeout '10' must be smaller than or equal to the interval '5'"),
  );
  const both = { HealthCheckIntervalSeconds: 5, HealthCheckTimeoutSeconds: 5 };
  expect(await api.createTargetGroup({ Name: 'game', ...both })).toContain(':targetgroup/game/');
});

test("preservation of the client's address cannot be switched off for UDP", {
  rules: ['NLB-TG-15'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using api = await openApi(world);
  const TargetGroupArn = await api.createTargetGroup({ Name: 'game' });
  const Attributes = [{ Key: 'preserve_client_ip.enabled', Value: 'false' }];
  const command = new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes });
  await expect(api.elbv2.send(command)).rejects.toMatchObject(
    refusal(
      'InvalidConfigurationRequest',
      'preserve_client_ip.enabled cannot be false if the target group protocol is UDP or TCP_UDP',
    ),
  );
});

test('a target group belongs to one load balancer and cannot be deleted while it is in use', {
  rules: ['NLB-LI-13', 'NLB-TG-22'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using api = await openApi(world);
  const [blue, green] = [await api.createLoadBalancer('blue'), await api.createLoadBalancer('green')];
  const TargetGroupArn = await api.createTargetGroup({ Name: 'game' });
  await api.createListener(blue, TargetGroupArn, 8080);
  await api.createListener(blue, TargetGroupArn, 8081); // another listener of the same one may use it

  await expect(api.createListener(green, TargetGroupArn, 8080)).rejects.toMatchObject(
    refusal(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${TargetGroupArn}`,
    ),
  );
  await expect(api.elbv2.send(new DeleteTargetGroupCommand({ TargetGroupArn }))).rejects.toMatchObject(
    refusal('ResourceInUse', `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`),
  );
});

test('a UDP listener does not forward to a TCP target group', {
  rules: ['NLB-LI-09'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using api = await openApi(world);
  const loadBalancerArn = await api.createLoadBalancer('game');
  const tcp = await api.createTargetGroup({ Name: 'game', Protocol: 'TCP' });
  await expect(api.createListener(loadBalancerArn, tcp, 8080)).rejects.toMatchObject(
    refusal(
      'IncompatibleProtocols',
      `The listener and the following target groups have incompatible protocols: ${tcp}`,
    ),
  );
});

test('a protected load balancer is not deleted', {
  rules: ['NLB-LB-17'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using api = await openApi(world);
  const LoadBalancerArn = await api.createLoadBalancer('game');
  const protect = (Value: 'true' | 'false') => {
    const Attributes = [{ Key: 'deletion_protection.enabled', Value }];
    return api.elbv2.send(new ModifyLoadBalancerAttributesCommand({ LoadBalancerArn, Attributes }));
  };

  await protect('true');
  await expect(api.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }))).rejects.toMatchObject(
    refusal(
      'OperationNotPermitted',
      `Load balancer '${LoadBalancerArn}' cannot be deleted because deletion protection is enabled`,
    ),
  );
  await protect('false');
  await api.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
});

test('creating the same again returns what is there; only other settings are refused', {
  rules: ['NLB-LB-03', 'NLB-TG-03'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using api = await openApi(world);
  const loadBalancerArn = await api.createLoadBalancer('game');
  expect(await api.createLoadBalancer('game')).toBe(loadBalancerArn);
  await expect(api.createLoadBalancer('game', 'internal')).rejects.toMatchObject(
    refusal(
      'DuplicateLoadBalancerName',
      "A load balancer with the same name 'game' exists, but with different settings",
    ),
  );

  const targetGroupArn = await api.createTargetGroup({ Name: 'game' });
  expect(await api.createTargetGroup({ Name: 'game' })).toBe(targetGroupArn);
  await expect(api.createTargetGroup({ Name: 'game', Port: 9090 })).rejects.toMatchObject(
    refusal(
      'DuplicateTargetGroupName',
      "A target group with the same name 'game' exists, but with different settings",
    ),
  );
});

test('an instance is registered while it runs, not while it is stopped', {
  rules: ['NLB-TA-01'],
}, async ({ deploy, clock }) => {
  const nlb = await deploy({ zones: 1, targets: 1 });
  const [target] = nlb.targets;
  await nlb.aws.ec2.send(new StopInstancesCommand({ InstanceIds: [target!.instanceId!] }));
  await expect(target!).toBecome('unused');
  await deregister(nlb, target!);
  await clock.advance(300_000);

  await expect(register(nlb, target!)).rejects.toMatchObject(
    refusal(
      'InvalidTarget',
      `The following targets are not in a running state and cannot be registered: '${target!.instanceId}'`,
    ),
  );
});

/** How the SDK shows an error of AWS. Texts change with time, so what matters is first of all the code. */
function refusal(code: string, message: string) {
  return { Code: code, message, $metadata: { httpStatusCode: 400 } };
}

/** Create calls with the settings that all tests share. */
async function openApi(world: StartedWorld) {
  const { ec2, elbv2, [Symbol.dispose]: dispose } = createAwsClients(world);
  const { Subnets } = await ec2.send(new DescribeSubnetsCommand({}));
  const { SubnetId, VpcId } = Subnets![0]!;
  return {
    elbv2,
    [Symbol.dispose]: dispose,
    async createTargetGroup(settings: CreateTargetGroupCommandInput) {
      const input = { Protocol: 'UDP', Port: 8080, VpcId, ...settings } as const;
      const { TargetGroups } = await elbv2.send(new CreateTargetGroupCommand(input));
      return TargetGroups![0]!.TargetGroupArn!;
    },
    async createLoadBalancer(Name: string, Scheme: LoadBalancerSchemeEnum = 'internet-facing') {
      const Subnets = [SubnetId!];
      const { LoadBalancers } = await elbv2.send(
        new CreateLoadBalancerCommand({ Name, Scheme, Type: 'network', Subnets }),
      );
      return LoadBalancers![0]!.LoadBalancerArn!;
    },
    async createListener(LoadBalancerArn: string, TargetGroupArn: string, Port: number) {
      const DefaultActions = [{ Type: 'forward' as const, TargetGroupArn }];
      await elbv2.send(new CreateListenerCommand({ LoadBalancerArn, Protocol: 'UDP', Port, DefaultActions }));
    },
  };
}
