import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeInstancesCommand,
  DescribeSubnetsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeLoadBalancersCommand,
  DescribeTargetHealthCommand,
  ModifyLoadBalancerAttributesCommand,
  RegisterTargetsCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  AgentClient,
  type AwsClients,
  createAwsClients,
  createRandom,
  DEFAULT_CONTROL_PORT,
  FlowSet,
  generateUserData,
  type StartedWorld,
  UdpFlow,
} from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

const EVERYBODY = '0.0.0.0/0';
const PORT = 8080;
/** The fastest check there is: two failures, 5 s apart (NLB-TM-05). */
const CHECK = { intervalSeconds: 5, timeoutSeconds: 2, unhealthyThreshold: 2, healthyThreshold: 2 };

// Everything here is AWS's own API and UDP; other scenarios have `deploy` for what `buildService` does here.
test('a UDP service fails over by its TCP check, and recovers', {
  rules: ['NLB-SG-07', 'NLB-RT-01', 'NLB-RT-06', 'NLB-RT-07', 'NLB-RT-21', 'NLB-TA-15', 'NLB-TM-05'],
}, async ({ world, clock }) => {
  using aws = createAwsClients(world);
  const { dnsName, instanceIds, stateOf } = await buildService(world, aws);

  // One socket counts 0, 1, 2, … once a second. All of it reaches one server.
  await using flow = await openFlow(world, dnsName);
  let number = 0;
  const count = async () => {
    const { servedBy } = await flow.send(`#${number++}`);
    await clock.advance(1000);
    return servedBy;
  };
  const serving = (await count())!;
  const other = [...instanceIds.keys()].find((name) => name !== serving)!;
  for (let second = 0; second < 5; second++) expect(await count()).toBe(serving);

  // Its TCP listener stops; its UDP service goes on. Until the check has failed twice, it gets the datagrams.
  const failing = instanceIds.get(serving)!;
  const { control } = await world.host(failing);
  const agent = new AgentClient(control!);
  await agent.stopHealth();
  const { intervalSeconds, timeoutSeconds, unhealthyThreshold } = CHECK;
  const most = unhealthyThreshold * intervalSeconds + timeoutSeconds;
  let toFailing = 0;
  while ((await stateOf(failing)) === 'healthy' && toFailing <= most) {
    expect(await count()).toBe(serving);
    toFailing++;
  }
  expect(await stateOf(failing)).toBe('unhealthy');
  // The first failure comes within an interval, the second an interval later, and each may take a time-out.
  expect(toFailing).toBeLessThanOrEqual(most);
  expect(toFailing).toBeGreaterThanOrEqual((unhealthyThreshold - 1) * intervalSeconds);

  // The same socket, the other server. When the first one recovers, the flow stays where it is.
  for (let second = 0; second < 5; second++) expect(await count()).toBe(other);
  await agent.startHealth();
  await until(world, async () => (await stateOf(failing)) === 'healthy');
  for (let second = 0; second < 5; second++) expect(await count()).toBe(other);

  // New flows go to both again.
  await using clients = new FlowSet(
    await Promise.all(Array.from({ length: 40 }, () => openFlow(world, dnsName))),
  );
  const servers = (await clients.sendAll()).map(({ servedBy }) => servedBy);
  expect(new Set(servers)).toEqual(new Set([serving, other]));
});

test('a health check by UDP is refused', {
  rules: ['NLB-TG-06'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using aws = createAwsClients(world);
  const { vpcId } = await describeTwoZones(aws);
  const attempt = aws.elbv2.send(
    new CreateTargetGroupCommand({
      Name: 'udp-check',
      Protocol: 'UDP',
      Port: PORT,
      VpcId: vpcId,
      HealthCheckProtocol: 'UDP',
    }),
  );
  await expect(attempt).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringMatching(/^Health check protocol 'UDP' must be one of '/),
  });
});

test('a UDP listener on an Application Load Balancer is refused', {
  rules: ['NLB-LI-02', 'NLB-OT-01'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using aws = createAwsClients(world);
  const { vpcId, subnetIds } = await describeTwoZones(aws);
  const { LoadBalancers } = await aws.elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'application', Type: 'application', Subnets: subnetIds }),
  );
  const { TargetGroups } = await aws.elbv2.send(
    new CreateTargetGroupCommand({ Name: 'udp', Protocol: 'UDP', Port: PORT, VpcId: vpcId }),
  );
  const attempt = aws.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers![0]!.LoadBalancerArn,
      Protocol: 'UDP',
      Port: PORT,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: TargetGroups![0]!.TargetGroupArn }],
    }),
  );
  // The order in which AWS lists the protocols has changed over time.
  await expect(attempt).rejects.toMatchObject({
    name: 'ValidationError',
    message: expect.stringMatching(/^Listener protocol 'UDP' must be one of '(HTTP, HTTPS|HTTPS, HTTP)'$/),
  });
});

test('a Network Load Balancer that was made without security groups never gets one', {
  rules: ['NLB-SG-01', 'NLB-SG-02'],
  expectsNoTraffic: true,
}, async ({ world }) => {
  using aws = createAwsClients(world);
  const { vpcId, subnetIds } = await describeTwoZones(aws);
  const { LoadBalancers } = await aws.elbv2.send(
    new CreateLoadBalancerCommand({ Name: 'forgotten', Type: 'network', Subnets: subnetIds }),
  );
  const { LoadBalancerArn, SecurityGroups } = LoadBalancers![0]!;
  expect(SecurityGroups ?? []).toEqual([]);

  const groupId = await createSecurityGroup(aws, vpcId, 'too-late');
  const attempt = aws.elbv2.send(
    new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: [groupId] }),
  );
  await expect(attempt).rejects.toMatchObject({
    name: 'InvalidConfigurationRequestException',
    message:
      'You cannot set security groups on a Network Load Balancer which was created without any security groups.',
  });
});

/** Two zones, an instance in each, and an Internet-facing load balancer; waits until both are healthy. */
async function buildService(world: StartedWorld, aws: AwsClients) {
  const { ec2, elbv2 } = aws;
  const { vpcId, subnetIds } = await describeTwoZones(aws);

  // The load balancer has a security group of its own: everybody may send UDP to the listener.
  const loadBalancerGroup = await createSecurityGroup(aws, vpcId, 'walk-through-lb');
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: loadBalancerGroup,
      IpPermissions: [{ IpProtocol: 'udp', FromPort: PORT, ToPort: PORT, IpRanges: [{ CidrIp: EVERYBODY }] }],
    }),
  );
  // The targets admit the service and its check, from whatever carries that group, and nobody else.
  const targetGroup = await createSecurityGroup(aws, vpcId, 'walk-through-targets');
  await ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: targetGroup,
      IpPermissions: ['udp', 'tcp'].map((protocol) => ({
        IpProtocol: protocol,
        FromPort: PORT,
        ToPort: PORT,
        UserIdGroupPairs: [{ GroupId: loadBalancerGroup }],
      })),
    }),
  );

  // One instance in each zone. Its user data starts a UDP service, and beside it the TCP port that is checked.
  const instanceIds = new Map<string, string>();
  for (const [index, subnetId] of subnetIds.entries()) {
    const name = `server-${index + 1}`;
    const userData = generateUserData({
      name,
      udpPort: PORT,
      health: { protocol: 'TCP', port: PORT, tls: undefined },
      controlPort: DEFAULT_CONTROL_PORT,
    });
    const { imageId, instanceType } = await world.machineImage();
    const { Instances } = await ec2.send(
      new RunInstancesCommand({
        ImageId: imageId,
        InstanceType: instanceType as 't3.micro',
        MinCount: 1,
        MaxCount: 1,
        SubnetId: subnetId,
        SecurityGroupIds: [targetGroup],
        UserData: Buffer.from(userData).toString('base64'),
      }),
    );
    instanceIds.set(name, Instances![0]!.InstanceId!);
  }
  const InstanceIds = [...instanceIds.values()];
  await until(world, async () => {
    const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({ InstanceIds }));
    return Reservations.every(({ Instances }) => Instances?.[0]?.State?.Name === 'running');
  });

  const { TargetGroups } = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: 'walk-through',
      Protocol: 'UDP',
      Port: PORT,
      VpcId: vpcId,
      HealthCheckProtocol: 'TCP', // the only way to check a UDP service: by another protocol
      HealthCheckIntervalSeconds: CHECK.intervalSeconds,
      HealthCheckTimeoutSeconds: CHECK.timeoutSeconds,
      UnhealthyThresholdCount: CHECK.unhealthyThreshold,
      HealthyThresholdCount: CHECK.healthyThreshold,
    }),
  );
  const TargetGroupArn = TargetGroups![0]!.TargetGroupArn!;
  await elbv2.send(
    new RegisterTargetsCommand({ TargetGroupArn, Targets: InstanceIds.map((Id) => ({ Id })) }),
  );

  const { LoadBalancers } = await elbv2.send(
    new CreateLoadBalancerCommand({
      Name: 'walk-through',
      Type: 'network',
      Scheme: 'internet-facing',
      Subnets: subnetIds,
      SecurityGroups: [loadBalancerGroup], // now or never
    }),
  );
  const { LoadBalancerArn, DNSName: dnsName } = LoadBalancers![0]!;
  // Off by default: then a node has the target of its own zone only, and nobody to fail over to.
  await elbv2.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn,
      Attributes: [{ Key: 'load_balancing.cross_zone.enabled', Value: 'true' }],
    }),
  );
  await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: 'UDP',
      Port: PORT,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );

  const stateOf = async (id: string) => {
    const { TargetHealthDescriptions } = await elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn, Targets: [{ Id: id }] }),
    );
    return TargetHealthDescriptions![0]!.TargetHealth!.State;
  };
  await until(world, async () => {
    const { LoadBalancers } = await elbv2.send(
      new DescribeLoadBalancersCommand({ LoadBalancerArns: [LoadBalancerArn!] }),
    );
    return LoadBalancers?.[0]?.State?.Code === 'active';
  });
  for (const id of InstanceIds) await until(world, async () => (await stateOf(id)) === 'healthy');
  return { dnsName: dnsName!, instanceIds, stateOf };
}

/** Two zones of the default VPC. */
async function describeTwoZones({ ec2 }: AwsClients) {
  const { Subnets = [] } = await ec2.send(
    new DescribeSubnetsCommand({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] }),
  );
  return { vpcId: Subnets[0]!.VpcId!, subnetIds: Subnets.slice(0, 2).map(({ SubnetId }) => SubnetId!) };
}

async function createSecurityGroup({ ec2 }: AwsClients, vpcId: string, name: string): Promise<string> {
  const { GroupId } = await ec2.send(
    new CreateSecurityGroupCommand({ VpcId: vpcId, GroupName: name, Description: name }),
  );
  return GroupId!;
}

/** Lets time go by until something holds, as long as AWS's own waiters would. */
async function until(world: StartedWorld, condition: () => Promise<boolean>): Promise<void> {
  expect(await world.clock.advanceUntil(condition, { withinMs: 600_000 })).toBe(true);
}

/** A client with a socket of its own that sends to what the name resolves to. */
async function openFlow(world: StartedWorld, dnsName: string): Promise<UdpFlow> {
  const [address] = await world.resolve(dnsName);
  return new UdpFlow({
    socket: await world.openClientSocket({ address: undefined, port: undefined }),
    clock: world.clock,
    random: createRandom(world.seed),
    destination: { address: address!, port: PORT },
  });
}
