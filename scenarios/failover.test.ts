import { expect, test } from '../harness/scenario/index.ts';

// readme {
test('a failed health check moves a busy flow to the other target, and it stays there', {
  rules: ['NLB-RT-01', 'NLB-RT-06', 'NLB-RT-07', 'NLB-TA-15'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, healthCheck: { intervalSeconds: 5 } });
  const flow = await client.openFlow(nlb);

  const first = await flow.send();
  const served = nlb.target(first.servedBy);
  const [other] = nlb.otherTargets(served);

  await served.stopHealthListener(); // its UDP service goes on
  expect(await flow.sendMany({ count: 4, intervalMs: 1000 })).toBeServedBy(served);
  await expect(served).toBecome('unhealthy');
  expect(await flow.sendMany({ count: 3, intervalMs: 1000 })).toBeServedBy(other!);

  await served.startHealthListener();
  await expect(served).toBecome('healthy');
  await clock.advance(60_000);
  expect(await flow.send()).toBeServedBy(other!);
});
// } readme

test('new flows go to the healthy target only, and to both again after the recovery', {
  rules: ['NLB-RT-20', 'NLB-RT-21'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const [failing, healthy] = nlb.targets;

  await failing!.stopHealthListener();
  await expect(failing!).toBecome('unhealthy');
  expect(await (await client.openFlows(nlb, 40)).sendAll()).toBeServedBy(healthy!);

  await failing!.startHealthListener();
  await expect(failing!).toBecome('healthy');
  const results = await (await client.openFlows(nlb, 80)).sendAll();
  expect(new Set(results.map(({ servedBy }) => servedBy))).toEqual(new Set([failing!.name, healthy!.name]));
});
