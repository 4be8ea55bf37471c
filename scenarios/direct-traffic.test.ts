import { AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { createRandom, type Deployment, type StartedWorld, UdpFlow } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { allow, allowGroup, replaceOutboundRules } from './support/security-group-rules.ts';

test('a client that goes round the load balancer is lost where only the load balancer is admitted', {
  rules: ['NLB-SG-07'],
  needs: ['direct-traffic'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ zones: 1, targets: 1, port: 8080, healthCheck: { port: 8090 } });
  const [target] = nlb.targets;
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy(target!);

  await using direct = await openDirectFlow(world, nlb, target!.address);
  expect(await direct.send()).toBeLost();
  expect((await (await target!.agent()).state()).udp.received).toBe(1);

  // It was the rule that kept them out: with another one the same client gets through, and sees the target itself.
  await nlb.aws.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: nlb.targetSecurityGroupId,
      IpPermissions: [allow('udp', 8080, `${direct.local.address}/32`)],
    }),
  );
  const result = await direct.send();
  expect(result).toBeServedBy(target!);
  expect(result.from).toEqual({ address: target!.address, port: 8080 });
  expect(result.seenSource).toEqual(direct.local);

  await using stranger = await openDirectFlow(world, nlb, target!.address);
  expect(await stranger.send()).toBeLost();
});

test('targets of one subnet reach each other only where their group admits it', {
  needs: ['direct-traffic'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ zones: 1, targets: 2, port: 8080, healthCheck: { port: 8090 } });
  const [caller, called] = nlb.targets;
  expect((await (await client.openFlow(nlb)).send()).lost).toBe(false);

  await using flow = await openDirectFlow(world, nlb, called!.address, caller!.address);
  expect(await flow.send()).toBeLost();
  const GroupId = nlb.targetSecurityGroupId;
  const rule = { GroupId, IpPermissions: [allowGroup('udp', 8080, GroupId)] };
  await nlb.aws.ec2.send(new AuthorizeSecurityGroupIngressCommand(rule));
  expect(await flow.send()).toBeServedBy(called!);

  // Groups are stateful: what is on its way goes on when its rule is gone; nothing new comes.
  await nlb.aws.ec2.send(new RevokeSecurityGroupIngressCommand(rule));
  expect(await flow.send()).toBeServedBy(called!);
  await using late = await openDirectFlow(world, nlb, called!.address, caller!.address);
  expect(await late.send()).toBeLost();
});

test("a host reaches the load balancer only where the host's own group lets it out", {
  needs: ['direct-traffic'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ zones: 1, targets: 2, crossZone: true });
  const [caller, other] = nlb.targets;
  const flows = await client.openFlows(nlb, 24, { sourceAddress: caller!.address });
  // Those that would come back to the caller itself are lost (NLB-RT-25).
  const results = await flows.sendAll();
  const flow = flows.flows[results.findIndex(({ lost }) => !lost)]!;
  expect(await flow.send()).toBeServedBy(other!);

  await replaceOutboundRules(nlb.aws.ec2, nlb.targetSecurityGroupId, []);
  expect(await flow.send()).toBeLost();
  // Groups are stateful: the same rules do not keep the targets from answering.
  const outside = await client.openFlow(nlb);
  expect((await outside.send()).lost).toBe(false);

  await replaceOutboundRules(nlb.aws.ec2, nlb.targetSecurityGroupId, [allow('udp', 8080)]);
  expect(await flow.send()).toBeServedBy(other!);
});

async function openDirectFlow(
  world: StartedWorld,
  { region }: Deployment,
  to: string,
  from?: string,
): Promise<UdpFlow> {
  const socket = await world.openClientSocket({ address: from, port: undefined, region });
  return new UdpFlow({
    socket,
    clock: world.clock,
    random: createRandom(world.seed),
    destination: { address: to, port: 8080 },
  });
}
