import { expect, test } from '../harness/scenario/index.ts';
import { deregister } from './support/registration.ts';
import { connectionsByTarget, TCP_WITH_HEALTH_APART } from './support/tcp.ts';

const DELAY = { 'deregistration_delay.timeout_seconds': '60' };

test('a deregistered target keeps its connections beyond the delay, and gets no new ones', {
  rules: ['NLB-TC-10', 'NLB-TG-13'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 2, attributes: DELAY });
  const [leaving, staying] = nlb.targets;
  const [kept] = (await connectionsByTarget(client, nlb)).get(leaving!.name)!;
  await deregister(nlb, leaving!);
  for (const connection of await client.connectMany(nlb, 10))
    expect(await connection.exchange()).toBeServedBy(staying!);
  expect(await kept!.exchange()).toBeServedBy(leaving!);
  await expect(leaving!).toBecome('unused');
  expect(await kept!.exchange()).toBeServedBy(leaving!);
});

test('with connection termination they end with the delay', {
  rules: ['NLB-TC-10'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    ...TCP_WITH_HEALTH_APART,
    targets: 2,
    attributes: { ...DELAY, 'deregistration_delay.connection_termination.enabled': 'true' },
  });
  const [leaving] = nlb.targets;
  const [kept] = (await connectionsByTarget(client, nlb)).get(leaving!.name)!;
  await deregister(nlb, leaving!);
  expect(await kept!.exchange()).toBeServedBy(leaving!);
  await expect(leaving!).toBecome('unused');
  expect(await kept!.outcome).toBe('reset');
});
