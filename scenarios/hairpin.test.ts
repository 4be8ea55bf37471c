import { expect, test } from '../harness/scenario/index.ts';
import { droppedFor } from './support/drops.ts';

test('a target that calls its own load balancer loses the flows that would come back to itself', {
  rules: ['NLB-RT-25'],
  needs: ['client-address'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const [caller, other] = nlb.targets;

  const flows = await client.openFlows(nlb, 24, { sourceAddress: caller!.address });
  const results = await flows.sendAll();
  const lost = results.filter((result) => result.lost);
  const answered = results.filter((result) => !result.lost);
  // By the hash about half of them, which makes this fault look like a random one.
  expect(lost.length).toBeGreaterThan(0);
  expect(answered).toBeServedBy(other!);
  expect((await droppedFor(world, 'hairpin')) ?? lost.length).toBe(lost.length);
  expect((await (await caller!.agent()).state()).udp.received).toBe(0);

  // From anywhere else both targets answer.
  const fromOutside = await (await client.openFlows(nlb, 24)).sendAll();
  expect(new Set(fromOutside.map(({ servedBy }) => servedBy))).toEqual(new Set([caller!.name, other!.name]));
});
