/** The waiters of the official SDK, which scripts and tools rely on, against a world whose time runs by itself. */
import {
  AuthorizeSecurityGroupIngressCommand,
  DescribeSubnetsCommand,
  EC2Client,
  RunInstancesCommand,
  waitUntilInstanceRunning,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  DeregisterTargetsCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
  waitUntilLoadBalancerAvailable,
  waitUntilLoadBalancerExists,
  waitUntilLoadBalancersDeleted,
  waitUntilTargetDeregistered,
  waitUntilTargetInService,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, onTestFinished, test } from 'vitest';
import { ScaledClock } from '../clock/scaled-clock.ts';
import { generateUserData } from '../targets/user-data.ts';
import { startLoopbackWorld } from './loopback-world.ts';

/** Half a minute of the world's time in a third of a second. */
const SPEED = 100;
const PORT = 8080;
/** In real seconds; a target is launched as a process on a machine that may be busy. */
const PATIENCE = { maxWaitTime: 60, minDelay: 0.02, maxDelay: 0.05 };

async function startClients() {
  const world = await startLoopbackWorld({ clock: new ScaledClock({ speed: SPEED }) });
  onTestFinished(() => world.stop());
  const config = {
    endpoint: world.emulator.gateway.endpoint,
    region: world.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const clients = { ec2: new EC2Client(config), elbv2: new ElasticLoadBalancingV2Client(config) };
  onTestFinished(() => {
    clients.ec2.destroy();
    clients.elbv2.destroy();
  });
  const { Subnets } = await clients.ec2.send(new DescribeSubnetsCommand({}));
  return { ...clients, SubnetId: Subnets?.[0]?.SubnetId ?? '', VpcId: Subnets?.[0]?.VpcId ?? '' };
}

test('LoadBalancerExists, LoadBalancerAvailable and LoadBalancersDeleted pass', async () => {
  const { elbv2, SubnetId } = await startClients();
  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'edge', Type: 'network', Subnets: [SubnetId] }),
  );
  expect(LoadBalancers?.[0]?.State?.Code).toBe('provisioning');
  const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
  const input = { LoadBalancerArns: [LoadBalancerArn] };
  const wait = { client: elbv2, ...PATIENCE };
  expect((await waitUntilLoadBalancerExists(wait, input)).state).toBe('SUCCESS');
  expect((await waitUntilLoadBalancerAvailable(wait, input)).reason).toMatchObject({
    LoadBalancers: [{ LoadBalancerArn, State: { Code: 'active' } }],
  });
  await elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  expect((await waitUntilLoadBalancersDeleted(wait, input)).state).toBe('SUCCESS');
});

test('TargetInService passes when the health check does, and TargetDeregistered after the delay', async () => {
  const { ec2, elbv2, SubnetId, VpcId } = await startClients();
  const userData = generateUserData({
    name: 'target',
    udpPort: PORT,
    health: { protocol: 'TCP', port: PORT, tls: undefined },
    controlPort: PORT - 1,
  });
  // Health checks come from the load balancer's own addresses (NLB-SG-08).
  const IpPermissions = [
    { IpProtocol: 'tcp', FromPort: PORT, ToPort: PORT, IpRanges: [{ CidrIp: '172.31.0.0/16' }] },
  ];
  await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupName: 'default', IpPermissions }));
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-0123456789abcdef0',
      InstanceType: 't3.micro',
      MinCount: 1,
      MaxCount: 1,
      SubnetId,
      UserData: Buffer.from(userData).toString('base64'),
    }),
  );
  const targetGroup = await elbv2.send(
    new CreateTargetGroupCommand({ Name: 'udp', Protocol: 'UDP', Port: PORT, VpcId }),
  );
  const TargetGroupArn = targetGroup.TargetGroups?.[0]?.TargetGroupArn ?? '';
  const loadBalancer = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'edge', Type: 'network', Subnets: [SubnetId] }),
  );
  await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancer.LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: 'UDP',
      Port: 53,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
  const Attributes = [{ Key: 'deregistration_delay.timeout_seconds', Value: '30' }];
  await elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  await waitUntilInstanceRunning(
    { client: ec2, ...PATIENCE },
    { InstanceIds: [Instances?.[0]?.InstanceId ?? ''] },
  );
  const input = { TargetGroupArn, Targets: [{ Id: Instances?.[0]?.InstanceId }] };
  await elbv2.send(new RegisterTargetsCommand(input));
  const wait = { client: elbv2, ...PATIENCE };
  expect((await waitUntilTargetInService(wait, input)).reason).toMatchObject({
    TargetHealthDescriptions: [{ TargetHealth: { State: 'healthy' } }],
  });
  await elbv2.send(new DeregisterTargetsCommand(input));
  expect((await waitUntilTargetDeregistered(wait, input)).reason).toMatchObject({
    TargetHealthDescriptions: [{ TargetHealth: { State: 'unused', Reason: 'Target.NotRegistered' } }],
  });
});
