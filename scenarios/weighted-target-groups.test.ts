import { countByTarget } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { forwardByWeight } from './support/load-balancing.ts';

/** Changed weights spread within seconds. */
const SETTLE_MS = 10_000;

test('new flows are divided between the target groups by their weights', {
  rules: ['NLB-LI-11'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    crossZone: true,
    targetGroups: [
      { weight: 3, targets: [{ name: 'blue' }] },
      { weight: 1, targets: [{ name: 'green' }] },
    ],
  });
  const results = await (await client.openFlows(nlb, 200)).sendAll();
  const served = countByTarget(results);
  expect([...served.keys()]).toEqual(['blue', 'green']);
  expect(served.get('blue')! + served.get('green')!).toBe(200);
  // One in four is 50 of 200, with a standard deviation of 6: five of them either way are certain enough.
  expect(served.get('green')).toBeGreaterThan(20);
  expect(served.get('green')).toBeLessThan(80);
});

test('weights count for new flows only: those under way stay with their target group', {
  rules: ['NLB-LI-11', 'NLB-RT-28'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    crossZone: true,
    targetGroups: [
      { weight: 999, targets: [{ name: 'blue' }] },
      { weight: 0, targets: [{ name: 'green' }] },
    ],
  });
  const underWay = await client.openFlows(nlb, 20);
  expect(await underWay.sendAll()).toBeServedBy('blue');

  await forwardByWeight(nlb, [1, 999]);
  await clock.advance(SETTLE_MS);
  expect(await underWay.sendAll()).toBeServedBy('blue');
  const served = countByTarget(await (await client.openFlows(nlb, 50)).sendAll());
  expect(served.get('green')).toBeGreaterThan(40);
});

test('a target group with weight 0 takes no new flow, and after a short time those it had end', {
  rules: ['NLB-LI-11'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    crossZone: true,
    targetGroups: [
      { weight: 1, targets: [{ name: 'blue' }] },
      { weight: 1, targets: [{ name: 'green' }] },
    ],
  });
  const flows = await client.openFlows(nlb, 30);
  const before = await flows.sendAll();
  expect([...countByTarget(before).keys()]).toEqual(['blue', 'green']);

  await forwardByWeight(nlb, [0, 1]);
  await clock.advance(SETTLE_MS);
  expect(await (await client.openFlows(nlb, 30)).sendAll()).toBeServedBy('green');
  // "A short time" has no figure. The flows are not idle long enough to end by themselves (120 s).
  await clock.advance(60_000);
  expect(await flows.sendAll()).toBeServedBy('green');
  // They ended: when the group has its weight again, none of them goes back.
  await forwardByWeight(nlb, [1, 1]);
  await clock.advance(SETTLE_MS);
  expect(await flows.sendAll()).toBeServedBy('green');
});

test('with target-group stickiness all flows of a client address go to one target group', {
  rules: ['NLB-RT-28'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    crossZone: true,
    targetGroups: [
      { targets: [{ name: 'blue-a' }, { name: 'blue-b' }] },
      { targets: [{ name: 'green-a' }, { name: 'green-b' }] },
    ],
  });
  await forwardByWeight(nlb, [1, 1], { stickyGroups: true });
  await clock.advance(SETTLE_MS);

  const oneAddress = await client.openFlows(nlb, 40, { sourceAddress: '203.0.113.77' });
  const served = [...countByTarget(await oneAddress.sendAll()).keys()];
  // Within the group its flows still spread.
  expect([
    ['blue-a', 'blue-b'],
    ['green-a', 'green-b'],
  ]).toContainEqual(served);

  const manyAddresses = await (await client.openFlows(nlb, 60)).sendAll();
  expect([...countByTarget(manyAddresses).keys()]).toEqual(['blue-a', 'blue-b', 'green-a', 'green-b']);
});
