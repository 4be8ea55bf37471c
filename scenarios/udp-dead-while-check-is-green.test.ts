import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';

test('a target whose UDP service is mute stays healthy and goes on being sent datagrams', {
  rules: ['NLB-HC-08'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const flow = await client.openFlow(nlb);
  const served = nlb.target((await flow.send()).servedBy);
  const agent = await served.agent();

  await agent.muteUdp();
  await clock.advance(100_000); // many checks, all of them green
  expect(await served.healthState()).toBe('healthy');

  // The black hole: the datagrams arrive, nobody answers, and the load balancer has no reason to look elsewhere.
  const before = (await agent.state()).udp.received;
  expect(await flow.sendMany({ count: 10 })).toBeLost();
  expect((await agent.state()).udp.received - before).toBe(10);
  expect(await served.healthState()).toBe('healthy');

  await agent.unmuteUdp();
  expect(await flow.send()).toBeServedBy(served);
});

test('new flows are sent to a closed UDP port for as long as the check is green', {
  rules: ['NLB-HC-08', 'NLB-HC-09'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const [dead, alive] = nlb.targets;
  await (await dead!.agent()).stopUdp();

  // The flows that the hash gives to the dead one are lost, the others are not: a service that half works.
  const flows = await client.openFlows(nlb, 40);
  const results = await flows.sendAll();
  const lost = results.filter((result) => result.lost);
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.length).toBeLessThan(results.length);
  expect(results.filter((result) => !result.lost)).toBeServedBy(alive!);
  expect(await dead!.healthState()).toBe('healthy');
  // Nothing was dropped on the way: the load balancer did its part.
  expect((await droppedFor(world, 'send-failed')) ?? 0).toBe(0);
  expect((await world.snapshot())?.counters.toTargets.forwarded ?? 40).toBe(40);
});

test('a check that is tied to the UDP service moves its flows when the service fails', {
  rules: ['NLB-HC-08', 'NLB-RT-06'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const flow = await client.openFlow(nlb);
  const served = nlb.target((await flow.send()).servedBy);
  const [other] = nlb.otherTargets(served);
  const agent = await served.agent();

  // The cure: whoever notices that the UDP service is dead closes the health listener as well.
  await agent.stopUdp();
  await agent.stopHealth();
  await expect(served).toBecome('unhealthy');
  expect(await flow.sendMany({ count: 3, intervalMs: 1000 })).toBeServedBy(other!);
});
