import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';

test('a reply comes from the address and port of the load balancer', {
  rules: ['NLB-RT-05'],
}, async ({ deploy, client }) => {
  // The target listens on another port than the listener, so the two cannot be mixed up.
  const nlb = await deploy({ zones: 1, targets: 1, listenerPort: 5353, port: 8080 });
  const [node] = await nlb.nodeAddresses();

  const result = await (await client.openFlow(nlb)).send();
  expect(result).toBeServedBy(nlb.targets[0]!);
  expect(result.from).toEqual({ address: node, port: 5353 });
});

test('a reply from another port of the target does not reach the client', {
  rules: ['NLB-RT-05'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ zones: 1, targets: 1 });
  const [target] = nlb.targets;
  const agent = await target!.agent();
  const flow = await client.openFlow(nlb);

  await agent.replyFromAnotherPort(true);
  expect(await flow.sendMany({ count: 3 })).toBeLost();
  // Not for want of an answer: the target received and answered all three.
  expect((await agent.state()).udp).toMatchObject({ received: 3, replied: 3 });
  expect((await droppedFor(world, 'reply-not-of-flow')) ?? 3).toBe(3);

  await agent.replyFromAnotherPort(false);
  expect(await flow.send()).toBeServedBy(target!);
});
