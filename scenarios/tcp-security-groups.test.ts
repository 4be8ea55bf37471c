import { expect, test } from '../harness/scenario/index.ts';
import { allow, replaceInboundRules } from './support/security-group-rules.ts';
import { TCP_WITH_HEALTH_APART } from './support/tcp.ts';

test('whom the load balancer does not admit gets no answer', {
  rules: ['NLB-TC-08', 'NLB-SG-05'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1, zones: 1 });
  const groupId = nlb.loadBalancerSecurityGroupId!;
  await replaceInboundRules(nlb.aws.ec2, groupId, [allow('tcp', nlb.listenerPort, '203.0.113.70/32')]);
  const admitted = await client.connect(nlb, { sourceAddress: '203.0.113.70' });
  expect(await admitted.exchange()).toBeServedBy('target-a');
  expect(await (await client.connect(nlb, { sourceAddress: '203.0.113.71' })).exchange()).toBeLost();

  // A connection that is there is not asked again (NLB-SG-10).
  await replaceInboundRules(nlb.aws.ec2, groupId, [allow('udp', nlb.listenerPort)]);
  expect(await admitted.exchange()).toBeServedBy('target-a');
  expect(await (await client.connect(nlb, { sourceAddress: '203.0.113.70' })).exchange()).toBeLost();
});

test('in a real network the first packet vanishes: the attempt times out', {
  rules: ['NLB-TC-08', 'NLB-SG-05', 'NLB-LI-20'],
  needs: ['direct-traffic'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1, zones: 1 });
  const quickly = { connectTimeoutMs: 300 };
  expect(await (await client.connect(nlb, { ...quickly, port: 9 })).outcome).toBe('timed-out');
  await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, []);
  expect(await (await client.connect(nlb, quickly)).outcome).toBe('timed-out');
});

test("what a target's own group does not admit gets no answer", {
  rules: ['NLB-TC-08', 'NLB-SG-07'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1, zones: 1 });
  await replaceInboundRules(nlb.aws.ec2, nlb.targetSecurityGroupId, [allow('tcp', 8081)]);
  expect(await (await client.connect(nlb)).exchange()).toBeLost();
});
