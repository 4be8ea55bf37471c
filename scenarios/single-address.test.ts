import { expect, test } from '../harness/scenario/index.ts';

test('failover works where this machine has no address but 127.0.0.1', {
  addresses: 'single',
  needs: ['one-address'],
  rules: ['NLB-RT-01', 'NLB-RT-06', 'NLB-RT-07'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const flow = await client.openFlow(nlb);

  const first = await flow.send();
  // Endpoints are those of the emulated network, wherever the sockets are.
  expect(first.from).toEqual(first.to);
  expect(await nlb.nodeAddresses()).toContain(first.to.address);
  const served = nlb.target(first.servedBy);
  const [other] = nlb.otherTargets(served);

  await served.stopHealthListener();
  expect(await flow.sendMany({ count: 3 })).toBeServedBy(served);
  await expect(served).toBecome('unhealthy');
  expect(await flow.sendMany({ count: 3 })).toBeServedBy(other!);

  await served.startHealthListener();
  await expect(served).toBecome('healthy');
  await clock.advance(60_000);
  expect(await flow.send()).toBeServedBy(other!);
});

test('a world on one address says where everything is, and what it cannot show', {
  addresses: 'single',
  needs: ['one-address'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ zones: 1, targets: 1 });
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy(nlb.targets[0]!);

  const mapped = new Map((await world.mappedAddresses()).map(({ emulated, actual }) => [emulated, actual]));
  const [node] = await nlb.nodeAddresses();
  for (const endpoint of [
    `udp ${node}:8080`,
    `udp ${nlb.targets[0]!.address}:8080`,
    `tcp ${nlb.targets[0]!.address}:8080`,
  ]) {
    expect(mapped.get(endpoint), endpoint).toMatch(/^127\.0\.0\.1:\d+$/);
  }
  expect([...world.capabilities]).not.toContain('client-address');
  expect([...world.capabilities]).not.toContain('many-addresses');
});
