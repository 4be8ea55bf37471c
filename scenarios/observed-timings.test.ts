import type { Deployment } from '../harness/index.ts';
import { expect, type ScenarioClient, test } from '../harness/scenario/index.ts';
import { deregister, register } from './support/registration.ts';

// What users of real load balancers measured, and AWS's documentation does not tell.

const WITHOUT_DELAY = { 'deregistration_delay.timeout_seconds': '0' };

test('registration takes minutes, whatever the health check says', {
  profile: 'observed',
  rules: ['NLB-TM-02'],
}, async ({ deploy, clock }) => {
  // One check would do, and there is one every 10 s.
  const nlb = await deploy({ targets: 2, crossZone: true, attributes: WITHOUT_DELAY });
  const [target] = nlb.targets;
  await deregister(nlb, target!);
  await expect(target!).toBecome('unused');

  await register(nlb, target!);
  const registeredAt = clock.now();
  expect(await target!.describeHealth()).toMatchObject({
    State: 'initial',
    Reason: 'Elb.RegistrationInProgress',
  });
  await expect(target!).toBecome('healthy');
  const seconds = (clock.now() - registeredAt) / 1000;
  expect(seconds).toBeGreaterThanOrEqual(90);
  expect(seconds).toBeLessThanOrEqual(300);
});

test('a deregistered target gets new flows for two minutes and more, whatever its delay', {
  profile: 'observed',
  rules: ['NLB-TM-03'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, attributes: WITHOUT_DELAY });
  const [leaving, staying] = nlb.targets;

  await deregister(nlb, leaving!);
  expect(await leaving!.healthState()).toBe('draining');
  await clock.advance(119_000);
  expect(await whoGetsNewFlows(client, nlb)).toEqual([leaving!.name, staying!.name]);
  await clock.advance(181_000);
  expect(await whoGetsNewFlows(client, nlb)).toEqual([staying!.name]);
});

test('an unhealthy target gets new flows for half a minute more', {
  profile: 'observed',
  rules: ['NLB-TM-04'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true, healthCheck: { intervalSeconds: 5 } });
  const [failing, healthy] = nlb.targets;

  await failing!.stopHealthListener();
  await expect(failing!).toBecome('unhealthy');
  await clock.advance(29_000);
  expect(await whoGetsNewFlows(client, nlb)).toEqual([failing!.name, healthy!.name]);
  await clock.advance(12_000);
  expect(await whoGetsNewFlows(client, nlb)).toEqual([healthy!.name]);
});

/** The targets that answer forty new clients, in the order of their names. */
async function whoGetsNewFlows(client: ScenarioClient, nlb: Deployment): Promise<(string | undefined)[]> {
  const results = await (await client.openFlows(nlb, 40)).sendAll();
  return [...new Set(results.map(({ servedBy }) => servedBy))].sort();
}
