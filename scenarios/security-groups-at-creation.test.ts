import { CreateSecurityGroupCommand } from '@aws-sdk/client-ec2';
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  DeleteLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  SetSecurityGroupsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';
import { allow, allowGroup, replaceInboundRules } from './support/security-group-rules.ts';

const CREATED_WITHOUT = {
  name: 'InvalidConfigurationRequestException',
  message:
    'You cannot set security groups on a Network Load Balancer which was created without any security groups.',
  $metadata: { httpStatusCode: 400 },
};

test('a load balancer that was made without security groups has none, and can never get one', {
  rules: ['NLB-SG-01', 'NLB-SG-02'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 1, zones: 1, securityGroups: 'none' });
  expect(await groupsOf(nlb)).toEqual([]);

  await expect(setGroups(nlb, [await createGroup(nlb, 'late')])).rejects.toMatchObject(CREATED_WITHOUT);
  expect(await groupsOf(nlb)).toEqual([]);
  // The refused group has no rule and would have kept everybody out.
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy('target-a');
});

test('a load balancer that was made with security groups may change them, and the new ones count', {
  rules: ['NLB-SG-03'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const other = await createGroup(nlb, 'other');
  await setGroups(nlb, [other]);
  await clock.advance(10_000);
  expect(await groupsOf(nlb)).toEqual([other]);

  const flow = await client.openFlow(nlb);
  expect(await flow.sendMany({ count: 4 })).toBeLost(); // the other group has no rule
  expect((await droppedFor(world, 'security-group-inbound')) ?? 4).toBe(4);

  // Its targets name the first group as their source: with both, client and target admit.
  await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, []);
  await replaceInboundRules(nlb.aws.ec2, other, [allow('udp', 8080)]);
  await setGroups(nlb, [nlb.loadBalancerSecurityGroupId!, other]);
  await clock.advance(10_000);
  expect(await flow.send()).toBeServedBy('target-a');
});

test('a load balancer that was made with security groups must keep at least one', {
  rules: ['NLB-SG-03'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  // AWS's text for it is not known.
  await expect(setGroups(nlb, [])).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
  expect(await groupsOf(nlb)).toEqual([nlb.loadBalancerSecurityGroupId]);
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy('target-a');
});

test('a load balancer without security groups has to be made anew to get one', {
  rules: ['NLB-SG-13'],
}, async ({ deploy }) => {
  const nlb = await deploy({ targets: 1, zones: 1, securityGroups: 'none' });
  const [target] = nlb.targets;
  const group = await createGroup(nlb, 'late');
  // A controller that goes on trying goes on failing.
  for (let attempt = 1; attempt <= 2; attempt++)
    await expect(setGroups(nlb, [group])).rejects.toMatchObject(CREATED_WITHOUT);

  await nlb.aws.elbv2.send(new DeleteLoadBalancerCommand({ LoadBalancerArn: nlb.loadBalancerArn }));
  await expect(target!).toBecome('unused');
  const { LoadBalancers } = await nlb.aws.elbv2.send(
    new CreateLoadBalancerCommand({
      Name: nlb.name,
      Type: 'network',
      Subnets: nlb.zones.map(({ subnetId }) => subnetId),
      SecurityGroups: [group],
    }),
  );
  const [replacement] = LoadBalancers!;
  expect(replacement!.SecurityGroups).toEqual([group]);
  expect(replacement!.LoadBalancerArn).not.toBe(nlb.loadBalancerArn);
  await nlb.aws.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: replacement!.LoadBalancerArn,
      Protocol: 'UDP',
      Port: nlb.listenerPort,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: nlb.targetGroup.arn }],
    }),
  );
  // That its targets can now name the group as their source is what it was all for.
  await replaceInboundRules(nlb.aws.ec2, nlb.targetSecurityGroupId, [allowGroup('tcp', 8080, group)]);
  await expect(target!).toBecome('healthy');
});

function createGroup(nlb: Deployment, name: string): Promise<string> {
  const command = new CreateSecurityGroupCommand({
    VpcId: nlb.vpcId,
    GroupName: `${nlb.name}-${name}`,
    Description: 'A group without inbound rules',
  });
  return nlb.aws.ec2.send(command).then(({ GroupId }) => GroupId!);
}

function setGroups({ aws, loadBalancerArn: LoadBalancerArn }: Deployment, SecurityGroups: string[]) {
  return aws.elbv2.send(new SetSecurityGroupsCommand({ LoadBalancerArn, SecurityGroups }));
}

async function groupsOf(nlb: Deployment): Promise<string[]> {
  const { LoadBalancers } = await nlb.aws.elbv2.send(
    new DescribeLoadBalancersCommand({ LoadBalancerArns: [nlb.loadBalancerArn] }),
  );
  return LoadBalancers![0]!.SecurityGroups ?? [];
}
