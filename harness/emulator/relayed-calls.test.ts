import {
  CreateSecurityGroupCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
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
