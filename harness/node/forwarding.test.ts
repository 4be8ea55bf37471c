import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { startInProcessNode } from './in-process-node.fixture.ts';
import {
  CLIENT_ADDRESS,
  listenerRoute,
  NODE_ADDRESS,
  NodeBed,
  routesOf,
  SETTINGS,
  targetAt,
} from './node-bed.fixture.ts';
import { UdpPeer } from './udp-peer.fixture.ts';
import { startWorkerNode } from './worker-node.ts';

const NODES = [
  ['in process', startInProcessNode],
  ['in a worker thread', startWorkerNode],
] as const;

test.each(NODES)('%s, forwards from the client address and replies from the listener', async (_, start) => {
  await using bed = new NodeBed(await start(SETTINGS));
  const target = await bed.target(1);
  const client = await bed.client();
  const listener = await bed.serve([targetAt(target.local, 'i-1')]);
  const reply = await client.exchange('hello', listener);
  expect([reply.payload.toString(), reply.from]).toEqual(['hello', listener]);
  expect(target.received.map(({ from }) => from.address)).toEqual([CLIENT_ADDRESS]);
  const { counters, flows } = await bed.node.snapshot();
  const once = { received: 1, receivedBytes: 5, forwarded: 1, forwardedBytes: 5, held: 0, dropped: {} };
  expect(counters).toEqual({
    toTargets: once,
    toClients: once,
    forwardedByTarget: { [`arn:targetgroup/echo i-1:${target.local.port}`]: 1 },
    flowsOpened: 1,
    flowsMoved: 0,
    connections: expect.objectContaining({ accepted: 0, open: 0 }),
  });
  expect(flows.map(({ fiveTuple }) => fiveTuple)).toEqual([
    {
      protocol: 'udp',
      source: { address: '203.0.113.9', port: client.local.port },
      destination: { address: NODE_ADDRESS, port: 8080 },
    },
  ]);
  expect(bed.eventsOf('flow-opened').map(({ at, flow }) => [at, flow.target.id])).toEqual([
    [1_000_000, 'i-1'],
  ]);
});

test.each([0, 1, 65_507])('forwards a payload of %i bytes both ways unchanged', async (size) => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const target = await bed.target(1);
  const client = await bed.client();
  const payload = randomBytes(size);
  const reply = await client.exchange(payload, await bed.serve([targetAt(target.local)]));
  expect(reply.payload.equals(payload)).toBe(true);
  expect(target.received[0]?.payload.equals(payload)).toBe(true);
});

test('keeps each of many flows on one target and counts every datagram of a burst', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const targets = [await bed.target(1), await bed.target(2), await bed.target(3)];
  const clients = await Promise.all(Array.from({ length: 20 }, () => bed.client()));
  const listener = await bed.serve(targets.map(({ local }) => targetAt(local)));
  for (let round = 0; round < 10; round++)
    for (const [index, client] of clients.entries()) client.send(`${index}/${round}`, listener);
  for (const client of clients) await client.datagrams(10);
  for (const [index, client] of clients.entries()) {
    expect(client.received.map(({ payload }) => payload.toString())).toEqual(
      Array.from({ length: 10 }, (_, round) => `${index}/${round}`),
    );
    const served = targets.filter(({ received }) =>
      received.some(({ payload }) => payload.toString().startsWith(`${index}/`)),
    );
    expect(served).toHaveLength(1);
  }
  const { counters } = await bed.snapshotWhen(({ counters }) => counters.toClients.received === 200);
  expect([counters.toTargets.forwarded, counters.toClients.forwarded, counters.flowsOpened]).toEqual([
    200, 200, 20,
  ]);
});

test('a flow that moves keeps its source port, and late answers of its old target are dropped', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const [first, second] = [await bed.target(1), await bed.target(2)];
  const client = await bed.client();
  const listener = await bed.serve([targetAt(first.local, 'first')]);
  await client.exchange('one', listener);
  await bed.serve([targetAt(second.local, 'second')]);
  await client.exchange('two', listener);
  const upstream = first.received[0]!.from;
  expect(second.received[0]?.from).toEqual(upstream);
  first.send('too late', upstream);
  const { counters } = await bed.snapshotWhen(({ counters }) => counters.toClients.received === 3);
  expect([counters.flowsMoved, counters.toClients.dropped]).toEqual([1, { 'flow-closed': 1 }]);
  expect(bed.eventsOf('flow-moved').map(({ flow, fromTargetId }) => [fromTargetId, flow.target.id])).toEqual([
    ['first', 'second'],
  ]);
});

test('drops what a stranger sends to an upstream socket', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const [target, stranger] = [await bed.target(1), await bed.target(9)];
  const client = await bed.client();
  await client.exchange('one', await bed.serve([targetAt(target.local)]));
  stranger.send('boo', target.received[0]!.from);
  const { counters } = await bed.snapshotWhen(({ counters }) => counters.toClients.received === 2);
  expect(counters.toClients.dropped).toEqual({ 'reply-not-of-flow': 1 });
  expect(client.received).toHaveLength(1);
});

test('a sweep closes the flows that are idle for 120 s and frees their ports', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const target = await bed.target(1);
  const client = await bed.client();
  await client.exchange('one', await bed.serve([targetAt(target.local)]));
  const upstream = target.received[0]!.from;
  await bed.timeIs(1_119_999);
  await bed.node.sweep();
  expect(bed.eventsOf('flow-closed')).toEqual([]);
  await bed.timeIs(1_120_000);
  await bed.node.sweep();
  expect(bed.eventsOf('flow-closed').map(({ at, cause }) => [at, cause])).toEqual([[1_120_000, 'idle']]);
  expect((await bed.node.snapshot()).flows).toEqual([]);
  // Binding the same endpoint again proves that the upstream socket is closed.
  await using freed = await UdpPeer.open(upstream.address, { port: upstream.port });
  expect(freed.local).toEqual(upstream);
});

test('a datagram after 120 s opens a new flow without a sweep', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const target = await bed.target(1);
  const client = await bed.client();
  const listener = await bed.serve([targetAt(target.local)]);
  await client.exchange('one', listener);
  await bed.timeIs(1_120_000);
  await client.exchange('two', listener);
  await client.exchange('three', listener);
  const { counters, flows } = await bed.node.snapshot();
  expect([counters.flowsOpened, flows.map(({ id }) => id)]).toEqual([2, [2]]);
  expect(bed.eventsOf('flow-closed').map(({ flow, cause }) => [flow.id, cause])).toEqual([[1, 'idle']]);
});

test('counts why it drops', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const target = await bed.target(1);
  const client = await bed.client();
  const listener = await bed.serve([]);
  client.send('nobody there', listener);
  await bed.snapshotWhen(({ counters }) => counters.toTargets.received === 1);
  await bed.serve([targetAt(target.local)], { active: false });
  client.send('too early', listener);
  await bed.snapshotWhen(({ counters }) => counters.toTargets.received === 2);
  await bed.serve([{ ...targetAt(target.local), port: 0 }]);
  client.send('to nowhere', listener);
  await bed.snapshotWhen(({ counters }) => counters.toTargets.received === 3);
  await bed.serve([{ ...targetAt(target.local), address: '2001:db8::1' }]);
  client.send('to another family', listener);
  const { counters } = await bed.snapshotWhen(({ counters }) => counters.toTargets.received === 4);
  expect(counters.toTargets).toMatchObject({
    forwarded: 0,
    dropped: { 'no-registered-target': 1, 'load-balancer-not-active': 1, 'send-failed': 2 },
  });
  expect(counters.forwardedByTarget).toEqual({});
});

test('sends to the client through the new map when the address map changes', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const target = await bed.target(1);
  const client = await bed.client();
  const listener = await bed.serve([targetAt(target.local)]);
  await client.exchange('one', listener);
  const emulated = { address: '198.51.100.7', port: 5_000 };
  await bed.node.setAddressMap({
    ...SETTINGS.addressMap,
    endpoints: [{ protocol: 'udp', emulated, actual: client.local }],
  });
  const reply = await client.exchange('two', listener);
  expect(reply.payload.toString()).toBe('two');
  const { flows } = await bed.node.snapshot();
  expect(flows.map(({ fiveTuple }) => fiveTuple.source)).toEqual([
    { address: '203.0.113.9', port: client.local.port },
    emulated,
  ]);
});

test('sends from its own address where the client address is not to be kept', async () => {
  await using bed = new NodeBed(await startInProcessNode({ ...SETTINGS, preserveClientAddress: false }));
  const target = await bed.target(1);
  const client = await bed.client();
  const listener = await bed.serve([targetAt(target.local)]);
  await client.exchange('one', listener);
  expect(target.received[0]?.from.address).toBe(listener.address);
});

test('reports no flows when not asked to, and counts them all the same', async () => {
  await using bed = new NodeBed(await startInProcessNode({ ...SETTINGS, reportFlows: false }));
  const target = await bed.target(1);
  const client = await bed.client();
  await client.exchange('one', await bed.serve([targetAt(target.local)]));
  await bed.node.applyRoutes({ nodes: [] });
  expect(bed.events).toEqual([]);
  expect((await bed.node.snapshot()).counters.flowsOpened).toBe(1);
});

test('ends the flows of a listener that is gone, and of the node when it stops', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const target = await bed.target(1);
  const client = await bed.client();
  const bound = await bed.node.applyRoutes(
    routesOf([listenerRoute(8080, [targetAt(target.local)]), listenerRoute(8081, [targetAt(target.local)])]),
  );
  for (const { actual } of bound) await client.exchange('one', actual);
  await bed.serve([targetAt(target.local)]);
  await bed.stop();
  expect(bed.eventsOf('flow-closed').map(({ flow, cause }) => [flow.listenerArn, cause])).toEqual([
    ['arn:listener/8081', 'listener-gone'],
    ['arn:listener/8080', 'stopped'],
  ]);
});
