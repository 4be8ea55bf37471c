import { expect, test } from '../harness/scenario/index.ts';

test('all datagrams of one socket reach one target', {
  rules: ['NLB-RT-01'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 3, crossZone: true });
  const flow = await client.openFlow(nlb);

  const first = await flow.send();
  expect(await flow.sendMany({ count: 50 })).toBeServedBy(nlb.target(first.servedBy));
  await clock.advance(60_000);
  expect(await flow.sendMany({ count: 50 })).toBeServedBy(nlb.target(first.servedBy));

  expect((await world.snapshot())?.counters.flowsOpened ?? 1).toBe(1);
});

test('many source ports of one client reach every target, each port its own', {
  rules: ['NLB-RT-01', 'NLB-RT-21'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ targets: 3, crossZone: true });
  const { address: sourceAddress } = (await client.openFlow(nlb)).local;
  const flows = await client.openFlows(nlb, 60, { sourceAddress });

  const servers = (await flows.sendAll()).map(({ servedBy }) => servedBy);
  expect(new Set(servers)).toEqual(new Set(nlb.targets.map(({ name }) => name)));
  expect((await flows.sendAll()).map(({ servedBy }) => servedBy)).toEqual(servers);

  expect((await world.snapshot())?.counters.flowsOpened ?? 60).toBe(60);
});

test('new flows are spread by a hash, not in turn', {
  rules: ['NLB-RT-21'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ targets: 3, crossZone: true });
  // One node and one flow after the other: whoever took turns could not serve two neighbours by one target.
  const { flows } = await client.openFlows(nlb, 30, { zone: 0 });
  const servers: (string | undefined)[] = [];
  for (const flow of flows) servers.push((await flow.send()).servedBy);

  expect(new Set(servers).size).toBe(3);
  expect(servers.filter((server, index) => server === servers[index + 1])).not.toEqual([]);
});

test('a socket that writes to two nodes has two flows', {
  rules: ['NLB-RT-01'],
}, async ({ deploy, client, world }) => {
  // Without cross-zone each node has the target of its own zone, so the target tells which node forwarded.
  const nlb = await deploy({ targets: [{ zone: 0 }, { zone: 1 }] });
  const [first, second] = nlb.targets;
  const [, secondNode] = await nlb.nodeAddresses();
  const flow = await client.openFlow(nlb, { zone: 0 });
  const destination = { address: secondNode!, port: nlb.listenerPort };

  for (let round = 0; round < 3; round++) {
    expect(await flow.send()).toBeServedBy(first!);
    const result = await flow.send(undefined, { destination });
    expect(result).toBeServedBy(second!);
    expect(result.from).toEqual(destination);
  }
  expect((await world.snapshot())?.counters.flowsOpened ?? 2).toBe(2);
});
