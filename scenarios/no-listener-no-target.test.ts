import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';

test('a datagram to a port without listener is lost without a word', {
  rules: ['NLB-LI-20'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ zones: 1, targets: 1, listenerPort: 8080, port: 8080 });
  const [target] = nlb.targets;

  const flow = await client.openFlow(nlb, { port: 8081 });
  expect(await flow.sendMany({ count: 3 })).toBeLost();
  expect((await (await target!.agent()).state()).udp.received).toBe(0);

  const destination = { address: (await nlb.nodeAddresses())[0]!, port: 8081 };
  const explained = await world.explain({ protocol: 'udp', source: flow.local, destination });
  expect(explained?.verdict ?? { kind: 'drop', reason: 'no-listener' }).toMatchObject({
    kind: 'drop',
    reason: 'no-listener',
  });
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy(target!);
});

test('a datagram for a target group without targets is lost without a word', {
  rules: ['NLB-RT-27'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ zones: 1, targets: 0 });

  const flow = await client.openFlow(nlb);
  expect(await flow.sendMany({ count: 3 })).toBeLost();
  expect(flow.unexpected).toBe(0);
  expect((await droppedFor(world, 'no-registered-target')) ?? 3).toBe(3);
});
