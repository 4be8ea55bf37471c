import type { DeployedTarget } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';
import {
  allow,
  allowGroup,
  replaceInboundRules,
  replaceOutboundRules,
} from './support/security-group-rules.ts';

/**
 * Every 10 s a check that may take as long; two failures in a row make a target unhealthy. An HTTP check passes
 * only after the target has seen it, so that the target's count of checks is exact.
 */
const healthCheck = { protocol: 'HTTP', intervalSeconds: 10, timeoutSeconds: 10 } as const;

test('outbound rules without the check port make every target unhealthy, though each of them is well', {
  rules: ['NLB-SG-06', 'NLB-HC-11'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, healthCheck });
  await replaceOutboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, [allow('udp', 8080)]);
  const changedAt = clock.now();
  const checksBefore = await Promise.all(nlb.targets.map(countChecks));

  for (const target of nlb.targets) await expect(target).toBecome('unhealthy');
  // Blocked packets vanish, so each of the two checks waits for its whole time-out. Refused ones would have
  // failed as they started: within 20 s.
  expect(clock.now() - changedAt).toBeGreaterThan(20_000);
  expect(await Promise.all(nlb.targets.map(countChecks))).toEqual(checksBefore);
  for (const target of nlb.targets)
    expect(await target.describeHealth()).toMatchObject({ Reason: 'Target.FailedHealthChecks' });
  // Where all are unhealthy all are used (NLB-RT-12), so nobody may notice until one of them really fails.
  expect((await (await client.openFlow(nlb)).send()).servedBy).toMatch(/^target-[ab]$/);
});

test('targets recover when an outbound rule admits the check port, also one that names their group', {
  rules: ['NLB-SG-06', 'NLB-HC-11'],
}, async ({ deploy }) => {
  const nlb = await deploy({ targets: 1, zones: 1, healthCheck: { port: 9000 } });
  const [target] = nlb.targets;
  const allowOut = (checkPort: number) =>
    replaceOutboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, [
      allow('udp', 8080),
      allowGroup('tcp', checkPort, nlb.targetSecurityGroupId),
    ]);

  await allowOut(8080); // the traffic port, which is not the one that is checked
  await expect(target!).toBecome('unhealthy');
  await allowOut(9000);
  await expect(target!).toBecome('healthy');
});

test('outbound rules with the check port alone keep targets healthy and datagrams from them', {
  rules: ['NLB-SG-06'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1, healthCheck });
  await replaceOutboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, [allow('tcp', 8080)]);
  await clock.advance(60_000);

  expect(await nlb.targets[0]!.healthState()).toBe('healthy');
  expect(await (await client.openFlows(nlb, 5)).sendAll()).toBeLost();
  expect((await droppedFor(world, 'security-group-outbound')) ?? 5).toBe(5);
});

test('inbound rules do not touch health checks: without any, targets stay healthy and no client gets in', {
  rules: ['NLB-HC-11'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 1, zones: 1, healthCheck });
  const [target] = nlb.targets;
  await replaceInboundRules(nlb.aws.ec2, nlb.loadBalancerSecurityGroupId!, []);
  const checksBefore = await countChecks(target!);
  await clock.advance(60_000);

  expect(await target!.healthState()).toBe('healthy');
  expect(await countChecks(target!)).toBeGreaterThanOrEqual(checksBefore + 6);
  expect(await (await client.openFlows(nlb, 5)).sendAll()).toBeLost();
  expect((await droppedFor(world, 'security-group-inbound')) ?? 5).toBe(5);
});

/** How many health checks have reached a target so far, as its agent counts them. */
async function countChecks(target: DeployedTarget): Promise<number> {
  return (await (await target.agent()).state()).health.connections;
}
