import { expect, test } from '../harness/scenario/index.ts';
import { TCP_WITH_HEALTH_APART } from './support/tcp.ts';

test('a connection stays on its target, wherever the others go', {
  rules: ['NLB-TC-01'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 3 });
  const connections = await client.connectMany(nlb, 30);
  const servedBy: string[] = [];
  for (const connection of connections) servedBy.push((await connection.exchange()).servedBy!);
  expect(new Set(servedBy).size).toBe(3);
  for (const [index, connection] of connections.entries())
    expect([await connection.exchange(), await connection.exchange()]).toBeServedBy(servedBy[index]!);
});

test('each direction ends by itself, and what was said before arrives', {
  rules: ['NLB-TC-03'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1 });
  const connection = await client.connect(nlb);
  const answer = connection.exchange();
  connection.end();
  expect(await answer).toBeServedBy('target-a');
  expect(await connection.outcome).toBe('closed');
  const { ended } = (await world.snapshot())?.counters.connections ?? { ended: { finished: 1 } };
  expect(ended).toEqual({ finished: 1 });
});

test('a reset goes on to the other end, and a target that refuses resets its client', {
  rules: ['NLB-TC-07'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1 });
  const agent = await nlb.targets[0]!.agent();
  const connection = await client.connect(nlb);
  expect(await connection.exchange()).toBeServedBy('target-a');
  connection.reset();
  expect(['reset', 'closed']).toContain(await connection.outcome);

  await agent.stopTcp();
  expect(await (await client.connect(nlb)).outcome).toBe('reset');
  await agent.startTcp();
  expect(await (await client.connect(nlb)).exchange()).toBeServedBy('target-a');
});
