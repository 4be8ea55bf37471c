import { CreateListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';
import { allow, replaceInboundRules } from './support/security-group-rules.ts';

/** Nobody in these scenarios has an address in it. */
const ELSEWHERE = '198.51.100.0/24';
/** AWS puts changed rules into force within seconds. */
const SETTLE_MS = 10_000;

test('an inbound rule admits clients by their address and keeps all others out', {
  rules: ['NLB-SG-05'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const flow = await client.openFlow(nlb);
  const admit = async (cidrBlock: string) => {
    await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, [allow('udp', 8080, cidrBlock)]);
    await clock.advance(SETTLE_MS);
  };

  await admit(ELSEWHERE);
  expect(await flow.sendMany({ count: 4 })).toBeLost();
  expect((await droppedFor(world, 'security-group-inbound')) ?? 4).toBe(4);

  // The same socket as before: nothing but the rule has changed.
  await admit(`${flow.local.address}/32`);
  expect(await flow.send()).toBeServedBy('target-a');
});

test('an inbound rule counts for its own port and protocol only', {
  rules: ['NLB-SG-05'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1, listenerPort: 5000 });
  await addListener(nlb, 5001);
  await addListener(nlb, 5002);
  await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, [
    allow('udp', 5000),
    allow('tcp', 5001),
  ]);
  await clock.advance(SETTLE_MS);

  const [admitted, wrongProtocol, withoutRule] = await Promise.all(
    [5000, 5001, 5002].map(async (port) => (await client.openFlow(nlb, { port })).send()),
  );
  expect(admitted).toBeServedBy('target-a');
  expect([wrongProtocol!, withoutRule!]).toBeLost();
  expect((await droppedFor(world, 'security-group-inbound')) ?? 2).toBe(2);

  // The listeners themselves are fine: with a rule of their own they serve.
  await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, [
    { IpProtocol: 'udp', FromPort: 5001, ToPort: 5002, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
  ]);
  await clock.advance(SETTLE_MS);
  for (const port of [5001, 5002])
    expect(await (await client.openFlow(nlb, { port })).send()).toBeServedBy('target-a');
});

test('a load balancer whose groups have no inbound rule admits nobody', {
  rules: ['NLB-SG-05'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, []);
  await clock.advance(SETTLE_MS);
  expect(await (await client.openFlows(nlb, 5)).sendAll()).toBeLost();
  expect((await droppedFor(world, 'security-group-inbound')) ?? 5).toBe(5);
});

test('a flow under way outlives the rule that admitted it, until it is idle for 120 s', {
  rules: ['NLB-SG-10'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1 });
  const known = await client.openFlow(nlb);
  expect(await known.send()).toBeServedBy('target-a');

  await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, [allow('udp', 8080, ELSEWHERE)]);
  await clock.advance(SETTLE_MS);
  // Unsure: AWS says that tracked flows go on for the groups of instances, and nothing for a load balancer's own.
  expect(await known.send()).toBeServedBy('target-a');

  // Idle, it is no longer tracked: now it is judged by today's rules, as a new client is.
  await clock.advance(120_000);
  const unknown = await client.openFlow(nlb);
  expect(await Promise.all([known.send(), unknown.send()])).toBeLost();
  expect((await droppedFor(world, 'security-group-inbound')) ?? 2).toBe(2);
});

/** Another UDP listener that forwards to the same target group. */
function addListener(nlb: Deployment, Port: number) {
  return nlb.aws.elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: nlb.loadBalancerArn,
      Protocol: 'UDP',
      Port,
      DefaultActions: [{ Type: 'forward', TargetGroupArn: nlb.targetGroup.arn }],
    }),
  );
}
