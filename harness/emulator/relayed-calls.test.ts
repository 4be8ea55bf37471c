import {
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DeleteNetworkInterfaceCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  DescribeSubnetsCommand,
  type EC2Client,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeTargetGroupsCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type ServedRegion, serveRegion } from '../gateway/served-region.fixture.ts';
import { generateUserData } from '../index.ts';
import { type LocalStackWorld, startLocalStackWorld } from './localstack-world.fixture.ts';

// The harness's own EC2, without hosts, stands for LocalStack's.
let behind: ServedRegion;
let started: LocalStackWorld;

beforeEach(async () => {
  behind = await serveRegion();
  started = await startLocalStackWorld({ endpoint: behind.endpoint });
});

test('what EC2 is told elsewhere counts for load balancing at once', async () => {
  const { ec2, elbv2, world, account, faults } = started;
  const { Subnets: [subnet] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const groupIds = await Promise.all(
    ['one', 'two'].map(async (GroupName) => {
      const { GroupId } = await ec2.send(
        new CreateSecurityGroupCommand({ GroupName, Description: 'd', VpcId: subnet!.VpcId }),
      );
      return GroupId!;
    }),
  );
  const { LoadBalancers: [loadBalancer] = [] } = await elbv2.send(
    new CreateLoadBalancerCommand({
      ...{ Name: 'a', Type: 'network', Subnets: [subnet!.SubnetId!], SecurityGroups: groupIds.slice(0, 1) },
    }),
  );
  const LoadBalancerArn = loadBalancer!.LoadBalancerArn!;
  expect(LoadBalancerArn.split(':').slice(3, 5)).toEqual(['us-east-1', account.accountId]);
  expect(await groupsOfInterfaces(ec2)).toEqual([groupIds.slice(0, 1)]);
  await elbv2.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups: groupIds }));
  expect((await groupsOfInterfaces(ec2))[0]?.sort()).toEqual(groupIds.sort());
  await elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  expect(await groupsOfInterfaces(ec2)).toEqual([]);
  const calls = world.events().flatMap(({ kind, text }) => (kind === 'api-call' ? [text] : []));
  expect(calls).toEqual([
    ...['ec2 CreateSecurityGroup', 'ec2 CreateSecurityGroup', 'elasticloadbalancing CreateLoadBalancer'],
    ...['elasticloadbalancing SetSecurityGroups', 'elasticloadbalancing DeleteLoadBalancer'],
  ]);
  expect(faults()).toEqual([]);
});

test('the interface of a load balancer is shown as its own, under the id that the other EC2 gave it', async () => {
  const { ec2, elbv2, faults } = started;
  const { Subnets: [{ SubnetId } = { SubnetId: '' }] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  await elbv2.send(new CreateLoadBalancerCommand({ Name: 'a', Type: 'network', Subnets: [SubnetId!] }));
  await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId, Description: 'mine' }));
  const likeness = [...behind.region.ec2.networkInterfaces.values()].find(({ description }) =>
    description.startsWith('ELB net/a/'),
  )!;
  const shown = async (input: DescribeNetworkInterfacesCommandInput) => {
    const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand(input));
    return NetworkInterfaces.map(({ NetworkInterfaceId, InterfaceType, Groups, TagSet }) => ({
      ...{ NetworkInterfaceId, InterfaceType, groups: Groups?.length, tags: TagSet?.length ?? 0 },
    }));
  };
  const { networkInterfaceId: NetworkInterfaceId } = likeness;
  // It has neither the group that LocalStack gives to what has none, nor the tag that it is known by.
  const ours = { NetworkInterfaceId, InterfaceType: 'network_load_balancer', groups: 0, tags: 0 };
  const theirs = expect.objectContaining({ InterfaceType: 'interface', groups: 1 });
  const filter = (Name: string, ...Values: string[]) => ({ Filters: [{ Name, Values }] });
  expect(await shown({})).toEqual([theirs, ours]);
  expect(await shown({ NetworkInterfaceIds: [NetworkInterfaceId] })).toEqual([ours]);
  expect(await shown(filter('interface-type', 'network_load_balancer'))).toEqual([ours]);
  expect(await shown(filter('description', 'mine'))).toEqual([theirs]);
  await expect(shown({ NetworkInterfaceIds: ['eni-0123456789abcdef0'] })).rejects.toMatchObject({
    Code: 'InvalidNetworkInterfaceID.NotFound',
  });
  // The other EC2 takes it for one like any other.
  await expect(ec2.send(new DeleteNetworkInterfaceCommand({ NetworkInterfaceId }))).rejects.toMatchObject({
    Code: 'InvalidParameterValue',
  });
  expect(behind.region.ec2.networkInterfaces.has(NetworkInterfaceId)).toBe(true);
  expect(faults()).toEqual([]);
});

test('an interface gets an address that is free, or the one that its maker names', async () => {
  const { ec2 } = started;
  const { Subnets: [{ SubnetId } = { SubnetId: '' }] = [] } = await ec2.send(new DescribeSubnetsCommand({}));
  const create = async (PrivateIpAddress?: string) => {
    const command = new CreateNetworkInterfaceCommand({ SubnetId, PrivateIpAddress });
    return (await ec2.send(command)).NetworkInterface?.PrivateIpAddress;
  };
  const chosen = await create();
  // The other EC2 would have given its first.
  expect(chosen).not.toBe('172.31.0.4');
  expect(await create('172.31.0.4')).toBe('172.31.0.4');
  await expect(create(chosen)).rejects.toMatchObject({ Code: 'InvalidIPAddress.InUse' });
});

test.each<[string, (started: LocalStackWorld) => Promise<unknown>]>([
  ['EC2', ({ ec2 }) => ec2.send(new DescribeInstancesCommand({}))],
  ['load balancing', ({ elbv2 }) => elbv2.send(new DescribeTargetGroupsCommand({}))],
])('who asks %s after a launch meets hosts that have booted', async (_service, ask) => {
  const { ec2, world, faults } = started;
  const UserData = generateUserData({
    ...{ name: 'a', udpPort: 8080, controlPort: 8099 },
    health: { protocol: 'TCP', port: 8080, tls: undefined },
  });
  let booted = 0;
  for (let count = 0; count < 2; count++) {
    const { Instances: [instance] = [] } = await ec2.send(
      new RunInstancesCommand({
        ...{ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 },
        UserData: Buffer.from(UserData).toString('base64'),
      }),
    );
    world.host(instance!.InstanceId!).then(() => booted++);
  }
  await ask(started);
  expect(booted).toBe(2);
  expect(faults()).toEqual([]);
});

test('a call to a Region that is only looked at starts nothing there', async () => {
  const { world, account } = started;
  const { EC2Client: Client } = await import('@aws-sdk/client-ec2');
  const elsewhere = new Client({ ...(world.awsClientConfig('eu-west-1') as object) });
  onTestFinished(() => elsewhere.destroy());
  await elsewhere.send(new DescribeSubnetsCommand({}));
  expect(world.emulator.regions().map(({ region }) => region.name)).toEqual(['us-east-1']);
  expect(account.accountId).not.toBe(behind.region.accountId);
});

test('other services are not answered here', async () => {
  const sts = new STSClient(started.world.awsClientConfig() as object);
  onTestFinished(() => sts.destroy());
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  // The number of the one who answered; a LocalStack would give the world's own.
  expect(Account).toBe(behind.region.accountId);
});

async function groupsOfInterfaces(ec2: EC2Client): Promise<string[][]> {
  const { NetworkInterfaces = [] } = await ec2.send(new DescribeNetworkInterfacesCommand({}));
  return NetworkInterfaces.map(({ Groups = [] }) => Groups.flatMap(({ GroupId }) => GroupId ?? []));
}
