import { expect, test } from '../harness/scenario/index.ts';
import { deregister } from './support/registration.ts';
import { connectionsByTarget, TCP_WITH_HEALTH_APART } from './support/tcp.ts';

test('with every target unhealthy, connections go to all of them', {
  rules: ['NLB-RT-12', 'NLB-TC-02'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 2 });
  for (const target of nlb.targets) await target.stopHealthListener();
  for (const target of nlb.targets) await expect(target).toBecome('unhealthy');
  const byTarget = await connectionsByTarget(client, nlb);
  expect([...byTarget.values()].every(({ length }) => length > 0)).toBe(true);
});

test('without any registered target a connection is reset', {
  rules: ['NLB-TC-05'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({
    ...TCP_WITH_HEALTH_APART,
    targets: 1,
    attributes: { 'deregistration_delay.timeout_seconds': '0' },
  });
  await deregister(nlb, nlb.targets[0]!);
  await expect(nlb.targets[0]!).toBecome('unused');
  expect(await (await client.connect(nlb)).outcome).toBe('reset');
  const refused = (await world.snapshot())?.counters.connections.refused ?? { 'no-registered-target': 1 };
  expect(refused).toEqual({ 'no-registered-target': 1 });
});
