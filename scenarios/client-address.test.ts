import { DescribeSecurityGroupsCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';

test("a target sees the client's address, not the load balancer's", {
  rules: ['NLB-RT-04'],
  needs: ['client-address'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ zones: 1, targets: 1 });
  const { flows } = await client.openFlows(nlb, 3);

  const seen = await Promise.all(flows.map(async (flow) => (await flow.send()).seenSource?.address));
  expect(seen).toEqual(flows.map(({ local }) => local.address));
  // Three clients, so that no address of the load balancer's own could be taken for all of them.
  expect(new Set(seen).size).toBe(3);
});

test("a target sees the client's port, too", {
  rules: ['NLB-RT-04'],
  needs: ['client-address', 'client-port'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ zones: 1, targets: 1 });
  const flow = await client.openFlow(nlb);
  expect((await flow.send()).seenSource).toEqual(flow.local);
});

test("a rule for the load balancer's group admits datagrams that carry a client's address", {
  rules: ['NLB-SG-07'],
  needs: ['client-address'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ zones: 1, targets: 1, port: 8080, healthCheck: { port: 8090 } });
  const GroupId = nlb.targetSecurityGroupId;
  const { SecurityGroups } = await nlb.aws.ec2.send(
    new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }),
  );
  const toService = SecurityGroups![0]!.IpPermissions!.find(({ FromPort }) => FromPort === 8080)!;
  expect(toService).toMatchObject({ IpProtocol: 'udp', IpRanges: [], PrefixListIds: [] });
  expect(toService.UserIdGroupPairs!.map((pair) => pair.GroupId)).toEqual([nlb.loadBalancerSecurityGroupId]);

  const flow = await client.openFlow(nlb);
  const result = await flow.send();
  expect(result).toBeServedBy(nlb.targets[0]!);
  expect(result.seenSource!.address).toBe(flow.local.address);

  // It was this rule that let them in: without it the next client's are lost.
  await nlb.aws.ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: [toService] }));
  expect(await (await client.openFlow(nlb)).send()).toBeLost();
  expect((await droppedFor(world, 'target-security-group')) ?? 1).toBe(1);
});
