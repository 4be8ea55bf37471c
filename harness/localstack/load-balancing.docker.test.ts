import {
  AllocateAddressCommand,
  DescribeAddressesCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  RunInstancesCommand,
  TerminateInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { describe, expect, test } from 'vitest';
import { type LocalStackWorld, startLocalStackWorld } from '../emulator/localstack-world.fixture.ts';
import { createRandom, deploy, UdpFlow } from '../index.ts';

test('a load balancer forwards to instances that LocalStack launched', async () => {
  const { world, ec2, account, faults } = await startLocalStackWorld();
  await using nlb = await deploy(world, { targets: 2, crossZone: true });
  const [address = ''] = await world.resolve(nlb.dnsName);
  await using flow = new UdpFlow({
    socket: await world.openClientSocket({ address: undefined, port: undefined }),
    destination: { address, port: nlb.listenerPort },
    clock: world.clock,
    random: createRandom(1),
  });
  const { servedBy } = await flow.send();
  expect(nlb.targets.map(({ name }) => name)).toContain(servedBy);

  const interfaces = await interfacesOf(ec2);
  const ofLoadBalancer = interfaces.filter(({ Description }) => Description?.startsWith('ELB net/'));
  expect(ofLoadBalancer.map(({ PrivateIpAddress }) => PrivateIpAddress).sort()).toEqual(
    [...(await nlb.nodeAddresses())].sort(),
  );
  expect(interfaces).toHaveLength(4);
  expect(new Set(interfaces.map(({ OwnerId }) => OwnerId))).toEqual(new Set([account.accountId]));
  expect(nlb.loadBalancerArn.split(':')[4]).toBe(account.accountId);
  expect(faults()).toEqual([]);
});

describe('what LocalStack does not have is refused', () => {
  test.each<[string, (given: Given) => Promise<unknown>, string]>([
    [
      'a subnet',
      ({ elbv2 }) =>
        elbv2.send(
          new CreateLoadBalancerCommand({
            Name: 'a',
            Type: 'network',
            Subnets: ['subnet-0123456789abcdef0'],
          }),
        ),
      'SubnetNotFoundException',
    ],
    [
      'a security group',
      ({ elbv2, subnetId }) =>
        elbv2.send(
          new CreateLoadBalancerCommand({
            ...{ Name: 'a', Type: 'network', Subnets: [subnetId] },
            SecurityGroups: ['sg-0123456789abcdef0'],
          }),
        ),
      'InvalidSecurityGroupException',
    ],
    [
      'an Elastic IP address',
      ({ elbv2, subnetId: SubnetId }) =>
        elbv2.send(
          new CreateLoadBalancerCommand({
            ...{ Name: 'a', Type: 'network' },
            SubnetMappings: [{ SubnetId, AllocationId: 'eipalloc-0123456789abcdef0' }],
          }),
        ),
      'AllocationIdNotFoundException',
    ],
    [
      'a VPC',
      ({ elbv2 }) =>
        elbv2.send(
          new CreateTargetGroupCommand({
            Name: 'a',
            Protocol: 'UDP',
            Port: 53,
            VpcId: 'vpc-0123456789abcdef0',
          }),
        ),
      'ValidationError',
    ],
    [
      'an instance',
      async ({ elbv2, vpcId }) => {
        const TargetGroupArn = await createTargetGroup(elbv2, vpcId);
        await elbv2.send(
          new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: 'i-0123456789abcdef0' }] }),
        );
      },
      'InvalidTargetException',
    ],
    [
      'an instance that was terminated',
      async ({ ec2, elbv2, vpcId, subnetId }) => {
        const instanceId = await launch(ec2, subnetId);
        await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
        const TargetGroupArn = await createTargetGroup(elbv2, vpcId);
        await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: instanceId }] }));
      },
      'InvalidTargetException',
    ],
  ])('%s', async (_what, act, name) => {
    const started = await startLocalStackWorld();
    await expect(act({ ...started, ...(await placeIn(started.ec2)) })).rejects.toMatchObject({ name });
    expect(started.faults()).toEqual([]);
  });
});

test('an instance that was launched at LocalStack itself is a host, and can be a target', async () => {
  const { world, ec2, elbv2, account } = await startLocalStackWorld();
  const { vpcId, subnetId } = await placeIn(ec2);
  const TargetGroupArn = await createTargetGroup(elbv2, vpcId);
  const direct = new EC2Client({
    ...{ endpoint: account.endpoint, region: world.region },
    credentials: { accessKeyId: account.accountId, secretAccessKey: 'none' },
  });
  const instanceId = await launch(direct, subnetId);
  direct.destroy();
  await elbv2.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: instanceId }] }));
  expect((await world.host(instanceId)).spec.id).toBe(instanceId);
});

test('a host ends with its instance', async () => {
  const { world, ec2, faults } = await startLocalStackWorld();
  const instanceId = await launch(ec2, (await placeIn(ec2)).subnetId);
  await world.host(instanceId);
  await ec2.send(new TerminateInstancesCommand({ InstanceIds: [instanceId] }));
  await ec2.send(new DescribeInstancesCommand({ InstanceIds: [instanceId] }));
  await expect(world.host(instanceId)).rejects.toMatchObject({ code: 'HARNESS_ARGUMENT_INVALID' });
  const states = world.events().flatMap(({ kind, text }) => (kind === 'instance-state' ? [text] : []));
  expect(states).toEqual([
    `instance ${instanceId}: pending → running`,
    `instance ${instanceId}: running → terminated`,
  ]);
  expect(faults()).toEqual([]);
});

test('an Elastic IP address leads to a load balancer until that is deleted', async () => {
  const { ec2, elbv2, faults } = await startLocalStackWorld();
  const { subnetId: SubnetId } = await placeIn(ec2);
  const { AllocationId, PublicIp } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
  const create = (Name: string) =>
    elbv2.send(
      new CreateLoadBalancerCommand({ Name, Type: 'network', SubnetMappings: [{ SubnetId, AllocationId }] }),
    );
  const { LoadBalancers: [loadBalancer] = [] } = await create('one');
  const [address] = loadBalancer!.AvailabilityZones![0]!.LoadBalancerAddresses!;
  expect(address).toMatchObject({ AllocationId, IpAddress: PublicIp });
  await expect(create('two')).rejects.toMatchObject({ name: 'ResourceInUseException' });
  const [{ NetworkInterfaceId } = {}] = await interfacesOf(ec2);
  const associated = async () => (await ec2.send(new DescribeAddressesCommand({}))).Addresses![0]!;
  expect(await associated()).toMatchObject({ NetworkInterfaceId });

  await elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: loadBalancer!.LoadBalancerArn }));
  expect((await associated()).AssociationId).toBeUndefined();
  expect(await interfacesOf(ec2)).toEqual([]);
  await create('two');
  expect(faults()).toEqual([]);
});

test('worlds at one LocalStack do not see each other', async () => {
  const [one, other] = await Promise.all([startLocalStackWorld(), startLocalStackWorld()]);
  const { subnetId } = await placeIn(one.ec2);
  const [instanceId] = await Promise.all([launch(one.ec2, subnetId), placeIn(other.ec2)]);
  const instances = async (ec2: EC2Client) =>
    (await ec2.send(new DescribeInstancesCommand({}))).Reservations!.flatMap(({ Instances = [] }) =>
      Instances.map(({ InstanceId }) => InstanceId),
    );
  expect(await instances(one.ec2)).toEqual([instanceId]);
  expect(await instances(other.ec2)).toEqual([]);
  expect((await placeIn(one.ec2)).vpcId).not.toBe((await placeIn(other.ec2)).vpcId);
});

interface Given extends LocalStackWorld {
  readonly vpcId: string;
  readonly subnetId: string;
}

/** The default VPC and its first subnet. */
async function placeIn(ec2: EC2Client): Promise<{ vpcId: string; subnetId: string }> {
  const { Vpcs: [vpc] = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  return { vpcId: vpc!.VpcId!, subnetId: subnet!.SubnetId! };
}

async function launch(ec2: EC2Client, SubnetId: string): Promise<string> {
  const { Instances: [instance] = [] } = await ec2.send(
    new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1, SubnetId }),
  );
  return instance!.InstanceId!;
}

async function createTargetGroup(elbv2: LocalStackWorld['elbv2'], VpcId: string): Promise<string> {
  const { TargetGroups: [targetGroup] = [] } = await elbv2.send(
    new CreateTargetGroupCommand({ Name: 'a', Protocol: 'UDP', Port: 53, VpcId }),
  );
  return targetGroup!.TargetGroupArn!;
}

async function interfacesOf(ec2: EC2Client) {
  return (await ec2.send(new DescribeNetworkInterfacesCommand({}))).NetworkInterfaces ?? [];
}
