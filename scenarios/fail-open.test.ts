import type { DatagramResult, Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { deregister } from './support/registration.ts';

test('when no target is healthy, all are used', {
  rules: ['NLB-RT-12'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 3, crossZone: true });
  await failAll(nlb);

  const results = await (await client.openFlows(nlb, 60)).sendAll();
  expect(namesOf(results)).toEqual(new Set(nlb.targets.map(({ name }) => name)));
  // Everything is down, and nothing was lost.
  expect(results.filter(({ lost }) => lost)).toEqual([]);
  expect((await world.snapshot())?.counters.toTargets.dropped ?? {}).toEqual({});
});

test('a busy flow stays where it is when every target fails', {
  rules: ['NLB-RT-12', 'NLB-RT-01'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const flow = await client.openFlow(nlb);
  const first = nlb.target((await flow.send()).servedBy);
  const [other] = nlb.otherTargets(first);

  await other!.stopHealthListener();
  await expect(other!).toBecome('unhealthy');
  await first.stopHealthListener();
  await expect(first).toBecome('unhealthy');
  expect(await flow.sendMany({ count: 5, intervalMs: 1000 })).toBeServedBy(first);
});

test('the first target to recover takes every flow, and the next one only new ones', {
  rules: ['NLB-RT-12', 'NLB-RT-06', 'NLB-RT-07'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 3, crossZone: true });
  await failAll(nlb);
  const flows = await client.openFlows(nlb, 40);
  expect(namesOf(await flows.sendAll()).size).toBe(3);

  // The trap: while all are down the load is shared, and the first that comes back has to carry all of it.
  const [first, second] = nlb.targets;
  await first!.startHealthListener();
  await expect(first!).toBecome('healthy');
  expect(await flows.sendAll()).toBeServedBy(first!);

  await second!.startHealthListener();
  await expect(second!).toBecome('healthy');
  expect(await flows.sendAll()).toBeServedBy(first!);
  expect(namesOf(await (await client.openFlows(nlb, 40)).sendAll())).toEqual(
    new Set([first!.name, second!.name]),
  );
});

test('with cross-zone off, a node whose zone has no healthy target uses all targets of its zone', {
  rules: ['NLB-RT-12', 'NLB-RT-14'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: [{ zone: 0 }, { zone: 0 }, { zone: 1 }, { zone: 1 }] });
  await failAll(nlb);

  for (const zone of [0, 1]) {
    const ownTargets = nlb.targets.filter(
      ({ availabilityZone }) => availabilityZone === nlb.zones[zone]!.availabilityZone,
    );
    const results = await (await client.openFlows(nlb, 30, { zone })).sendAll();
    expect(namesOf(results)).toEqual(new Set(ownTargets.map(({ name }) => name)));
  }
});

test('fail-open begins below the number of healthy targets that the group asks for', {
  rules: ['NLB-RT-12'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    targets: 3,
    crossZone: true,
    attributes: {
      'target_group_health.dns_failover.minimum_healthy_targets.count': '2',
      'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '2',
    },
  });
  const [first, second, third] = nlb.targets;

  await first!.stopHealthListener();
  await expect(first!).toBecome('unhealthy');
  const twoHealthy = await (await client.openFlows(nlb, 40)).sendAll();
  expect(namesOf(twoHealthy)).toEqual(new Set([second!.name, third!.name]));

  await second!.stopHealthListener();
  await expect(second!).toBecome('unhealthy');
  const oneHealthy = await (await client.openFlows(nlb, 60)).sendAll();
  expect(namesOf(oneHealthy)).toEqual(new Set([first!.name, second!.name, third!.name]));
});

test('a draining target has no part in fail-open', {
  rules: ['NLB-RT-13'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 3, crossZone: true });
  const [draining, ...failing] = nlb.targets;
  await deregister(nlb, draining!);
  for (const target of failing) await target.stopHealthListener();
  for (const target of failing) await expect(target).toBecome('unhealthy');

  // It is the only one that passes its checks, and gets nothing nevertheless.
  expect(await draining!.healthState()).toBe('draining');
  const results = await (await client.openFlows(nlb, 60)).sendAll();
  expect(namesOf(results)).toEqual(new Set(failing.map(({ name }) => name)));
});

async function failAll({ targets }: Deployment): Promise<void> {
  for (const target of targets) await target.stopHealthListener();
  for (const target of targets) await expect(target).toBecome('unhealthy');
}

function namesOf(results: readonly DatagramResult[]): Set<string | undefined> {
  return new Set(results.map(({ servedBy }) => servedBy));
}
