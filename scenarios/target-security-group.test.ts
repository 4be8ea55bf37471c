import {
  CreateSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  ModifyInstanceAttributeCommand,
  ModifyNetworkInterfaceAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';
import { allow, allowGroup, replaceInboundRules } from './support/security-group-rules.ts';

/** Nobody in these scenarios has an address in it. */
const ELSEWHERE = '198.51.100.0/24';
/** Where the load balancer's own addresses are. */
const VPC = '172.31.0.0/16';
/** AWS puts changed rules into force within seconds. */
const SETTLE_MS = 10_000;

test("a target that admits only the load balancer's group gets datagrams that carry the client's address", {
  rules: ['NLB-SG-07'],
  needs: ['client-address'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const { SecurityGroups } = await nlb.aws.ec2.send(
    new DescribeSecurityGroupsCommand({ GroupIds: [nlb.targetSecurityGroupId] }),
  );
  // Its rules name that group as their only source: no address is admitted.
  const sources = SecurityGroups![0]!.IpPermissions!.map(({ IpRanges, UserIdGroupPairs }) => ({
    addresses: IpRanges ?? [],
    groups: UserIdGroupPairs!.map(({ GroupId }) => GroupId),
  }));
  expect(sources).toEqual(sources.map(() => ({ addresses: [], groups: [nlb.loadBalancerSecurityGroupId] })));

  const flow = await client.openFlow(nlb);
  const result = await flow.send();
  expect(result).toBeServedBy('target-a');
  expect(result.seenSource!.address).toBe(flow.local.address);
});

test('a target that admits another group gets neither datagrams nor health checks', {
  rules: ['NLB-SG-07'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const { GroupId: stranger } = await nlb.aws.ec2.send(
    new CreateSecurityGroupCommand({
      VpcId: nlb.vpcId,
      GroupName: `${nlb.name}-stranger`,
      Description: 'Empty',
    }),
  );
  await admitToTargets(nlb, [allowGroup('udp', 8080, stranger!), allowGroup('tcp', 8080, stranger!)]);

  await expect(nlb.targets[0]!).toBecome('unhealthy');
  // The only target is unhealthy, so it is used all the same (NLB-RT-12): it is its group that drops these.
  expect(await (await client.openFlows(nlb, 5)).sendAll()).toBeLost();
  expect((await droppedFor(world, 'target-security-group')) ?? 5).toBe(5);
});

test('a target may admit clients by address although the load balancer has a group', {
  rules: ['NLB-SG-07'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const flow = await client.openFlow(nlb);
  const checks = allowGroup('tcp', 8080, nlb.loadBalancerSecurityGroupId!);

  await admitToTargets(nlb, [checks, allow('udp', 8080, ELSEWHERE)]);
  await clock.advance(SETTLE_MS);
  expect(await flow.sendMany({ count: 4 })).toBeLost();
  expect((await droppedFor(world, 'target-security-group')) ?? 4).toBe(4);

  await admitToTargets(nlb, [checks, allow('udp', 8080, `${flow.local.address}/32`)]);
  await clock.advance(SETTLE_MS);
  expect(await flow.send()).toBeServedBy('target-a');
});

test('behind a load balancer without groups, targets must admit the addresses of the clients', {
  rules: ['NLB-SG-08'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1, securityGroups: 'none' });
  const [target] = nlb.targets;
  const flow = await client.openFlow(nlb);

  // What is enough for health checks, which come from the load balancer's addresses, is not for clients.
  await admitToTargets(nlb, [allow('tcp', 8080, VPC), allow('udp', 8080, VPC)]);
  await clock.advance(60_000);
  expect(await target!.healthState()).toBe('healthy');
  expect(await flow.sendMany({ count: 4 })).toBeLost();
  expect((await droppedFor(world, 'target-security-group')) ?? 4).toBe(4);

  await admitToTargets(nlb, [allow('tcp', 8080, VPC), allow('udp', 8080, `${flow.local.address}/32`)]);
  await clock.advance(SETTLE_MS);
  expect(await flow.send()).toBeServedBy('target-a');
});

test("behind a load balancer without groups, targets must admit the nodes' addresses on the check port", {
  rules: ['NLB-SG-08'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 1, zones: 1, securityGroups: 'none' });
  const [target] = nlb.targets;
  const [node] = await nlb.nodeAddresses();
  const flow = await client.openFlow(nlb);

  await admitToTargets(nlb, [allow('udp', 8080), allow('tcp', 8080, `${flow.local.address}/32`)]);
  await expect(target!).toBecome('unhealthy');
  await admitToTargets(nlb, [allow('udp', 8080), allow('tcp', 8080, `${node}/32`)]);
  await expect(target!).toBecome('healthy');
  expect(await flow.send()).toBeServedBy(target!);
});

test("a flow under way outlives the target's rule that admitted it", {
  rules: ['NLB-SG-10'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const known = await client.openFlow(nlb);
  expect(await known.send()).toBeServedBy('target-a');

  await admitToTargets(nlb, [allowGroup('tcp', 8080, nlb.loadBalancerSecurityGroupId!)]);
  await clock.advance(SETTLE_MS);
  const [underWay, unknown] = await Promise.all([known.send(), (await client.openFlow(nlb)).send()]);
  expect(underWay).toBeServedBy('target-a');
  expect(unknown).toBeLost();
  expect((await droppedFor(world, 'target-security-group')) ?? 1).toBe(1);
});

test('a target that is put into another group has no longer the rules of the first', {
  rules: ['NLB-SG-07'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const { ec2 } = nlb.aws;
  const [target] = nlb.targets;
  const InstanceId = target!.instanceId!;
  const { GroupId: empty = '' } = await ec2.send(
    new CreateSecurityGroupCommand({
      VpcId: nlb.vpcId,
      GroupName: `${nlb.name}-empty`,
      Description: 'Empty',
    }),
  );
  await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, Groups: [empty] }));
  await expect(target!).toBecome('unhealthy');
  expect(await (await client.openFlows(nlb, 5)).sendAll()).toBeLost();
  expect((await droppedFor(world, 'target-security-group')) ?? 5).toBe(5);

  // An instance's groups are those of its interface, and can be set there.
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({
      Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }],
    }),
  );
  const { NetworkInterfaceId } = NetworkInterfaces![0]!;
  const setGroups = (...Groups: string[]) =>
    ec2.send(new ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, Groups }));
  await setGroups(nlb.targetSecurityGroupId);
  await expect(target!).toBecome('healthy');
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy(target!);
  await setGroups(empty);
  await expect(target!).toBecome('unhealthy');
});

/** Makes these the only inbound rules of the targets. */
function admitToTargets(nlb: Deployment, rules: Parameters<typeof replaceInboundRules>[2]) {
  return replaceInboundRules(nlb.aws.ec2, nlb.targetSecurityGroupId, rules);
}
