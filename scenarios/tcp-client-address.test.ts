import { expect, test } from '../harness/scenario/index.ts';
import { connectionsByTarget, TCP_WITH_HEALTH_APART } from './support/tcp.ts';

test('a target sees the address of whoever connects', {
  rules: ['NLB-TC-06'],
  needs: ['client-address'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1 });
  for (const sourceAddress of [
    '203.0.113.50',
    '203.0.113.51',
    nlb.targets[0]!.address.replace(/\d+$/, '200'),
  ]) {
    const connection = await client.connect(nlb, { sourceAddress });
    expect((await connection.exchange()).seenSource?.address).toBe(sourceAddress);
  }
});

test('a target sees the port of whoever connects', {
  rules: ['NLB-TC-06'],
  needs: ['client-port'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1 });
  const connection = await client.connect(nlb);
  expect((await connection.exchange()).seenSource).toEqual(connection.local);
});

test('where the group does not preserve it, a target sees the address of the node', {
  rules: ['NLB-TC-06'],
  needs: ['client-address'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    ...TCP_WITH_HEALTH_APART,
    targets: 1,
    zones: 1,
    attributes: { 'preserve_client_ip.enabled': 'false' },
  });
  const connection = await client.connect(nlb);
  const [node] = await nlb.nodeAddresses();
  expect((await connection.exchange()).seenSource?.address).toBe(node);
});

test('a target reaches itself through its load balancer only where addresses are not preserved', {
  rules: ['NLB-TC-12', 'NLB-RT-25'],
  needs: ['client-address'],
}, async ({ deploy, client }) => {
  const preserving = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1, zones: 1 });
  const from = (nlb: typeof preserving) => ({ sourceAddress: nlb.targets[0]!.address });
  expect(await (await client.connect(preserving, from(preserving))).exchange()).toBeLost();

  const other = await deploy({
    ...TCP_WITH_HEALTH_APART,
    targets: 1,
    zones: 1,
    attributes: { 'preserve_client_ip.enabled': 'false' },
  });
  expect(await (await client.connect(other, from(other))).exchange()).toBeServedBy('target-a');
});

test('connections of one address go to one target with stickiness, also by UDP', {
  rules: ['NLB-RT-19', 'NLB-RT-29'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    ...TCP_WITH_HEALTH_APART,
    protocol: 'TCP_UDP',
    zones: 1,
    targets: [{ zone: 0 }, { zone: 0 }, { zone: 0 }],
    attributes: { 'stickiness.enabled': 'true', 'stickiness.type': 'source_ip' },
  });
  const source = { sourceAddress: '203.0.113.60' };
  const { servedBy } = await (await client.connect(nlb, source)).exchange();
  for (const connection of await client.connectMany(nlb, 8, source))
    expect(await connection.exchange()).toBeServedBy(servedBy!);
  expect(await (await client.openFlows(nlb, 8, source)).sendAll()).toBeServedBy(servedBy!);
  expect((await connectionsByTarget(client, nlb)).size).toBe(3);
});
