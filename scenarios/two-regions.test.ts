import { DescribeInstancesCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import {
  DescribeLoadBalancersCommand,
  DescribeTargetGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

test('two Regions hold the same names and addresses, and neither sees the other', {
  expectsNoTraffic: true,
}, async ({ deploy }) => {
  const virginia = await deploy({ region: 'us-east-1', name: 'game', targets: 1 });
  const ireland = await deploy({ region: 'eu-west-1', name: 'game', targets: 1 });

  const seen = await Promise.all([virginia, ireland].map(seenByApi));
  expect(seen.map(({ cidrBlocks }) => cidrBlocks)).toEqual([['172.31.0.0/16'], ['172.31.0.0/16']]);
  expect(seen.map(({ names }) => names)).toEqual([['game'], ['game']]);
  expect(seen.map(({ arns }) => arns)).toEqual([
    [virginia.loadBalancerArn, virginia.targetGroup.arn],
    [ireland.loadBalancerArn, ireland.targetGroup.arn],
  ]);
  expect(virginia.loadBalancerArn).toContain(':us-east-1:');
  expect(ireland.loadBalancerArn).toContain(':eu-west-1:');

  const ofVirginia = { InstanceIds: [virginia.targets[0]!.instanceId!] };
  await expect(ireland.aws.ec2.send(new DescribeInstancesCommand(ofVirginia))).rejects.toMatchObject({
    name: 'InvalidInstanceID.NotFound',
  });
});

test('datagrams and health checks stay in their Region', async ({ deploy, client, world }) => {
  const virginia = await deploy({ region: 'us-east-1', targets: [{ name: 'virginia' }], zones: 1 });
  const ireland = await deploy({ region: 'eu-west-1', targets: [{ name: 'ireland' }], zones: 1 });

  expect(await (await client.openFlows(virginia, 20)).sendAll()).toBeServedBy('virginia');
  expect(await (await client.openFlows(ireland, 30)).sendAll()).toBeServedBy('ireland');
  const received = async (nlb: Deployment) => (await (await nlb.targets[0]!.agent()).state()).udp.received;
  expect([await received(virginia), await received(ireland)]).toEqual([20, 30]);
  expect((await world.snapshot('us-east-1'))?.flows.length ?? 20).toBe(20);
  expect((await world.snapshot('eu-west-1'))?.flows.length ?? 30).toBe(30);

  await virginia.targets[0]!.stopHealthListener();
  await expect(virginia.targets[0]!).toBecome('unhealthy');
  expect(await ireland.targets[0]!.healthState()).toBe('healthy');
});

/** What the API of the deployment's Region shows. */
async function seenByApi({ aws: { ec2, elbv2 } }: Deployment) {
  const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({}));
  const { LoadBalancers = [] } = await elbv2.send(new DescribeLoadBalancersCommand({}));
  const { TargetGroups = [] } = await elbv2.send(new DescribeTargetGroupsCommand({}));
  return {
    cidrBlocks: Vpcs.map(({ CidrBlock }) => CidrBlock),
    names: LoadBalancers.map(({ LoadBalancerName }) => LoadBalancerName),
    arns: [
      ...LoadBalancers.map(({ LoadBalancerArn }) => LoadBalancerArn),
      ...TargetGroups.map(({ TargetGroupArn }) => TargetGroupArn),
    ],
  };
}
