import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import type {
  ListenerRoute,
  NodeRoutes,
  TargetGroupRoute,
  TargetRoute,
} from '../../core/forwarding/routes.ts';
import type { Endpoint } from '../../core/network/endpoint.ts';
import { startInProcessNode } from '../in-process-node.fixture.ts';
import {
  CLIENT_ADDRESS,
  listenerRoute,
  NODE_ADDRESS,
  NodeBed,
  routesOf,
  SETTINGS,
  targetAt,
} from '../node-bed.fixture.ts';
import type { NodeSnapshot } from '../protocol.ts';
import { startWorkerNode } from '../worker-node.ts';
import { connectPeer, type TcpPeer, TcpServer } from './tcp-peer.fixture.ts';

const IDLE_MS = 60_000;
const open: { close(): void }[] = [];

afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function target(lastOctet: number, onConnection?: (peer: TcpPeer) => void): Promise<TcpServer> {
  const server = await TcpServer.listen(`127.211.1.${lastOctet}`, onConnection);
  open.push(server);
  return server;
}

function attempt(to: Endpoint): TcpPeer {
  const peer = connectPeer(to, CLIENT_ADDRESS);
  open.push({ close: () => peer.socket.destroy() });
  return peer;
}

/** A client that is connected. */
async function client(to: Endpoint): Promise<TcpPeer> {
  const peer = attempt(to);
  await once(peer.socket, 'connect');
  return peer;
}

function tcpListener(
  port: number,
  candidates: readonly TargetRoute[],
  group: Partial<TargetGroupRoute> = {},
): ListenerRoute {
  const route = listenerRoute(port, candidates);
  const targetGroups = route.targetGroups.map((one) => ({ ...one, ...group }));
  return { ...route, protocol: 'TCP', tcpIdleTimeoutMs: IDLE_MS, targetGroups };
}

/** One TCP listener on port 8080; returns where it is bound. */
async function serve(
  bed: NodeBed,
  candidates: readonly TargetRoute[],
  group: Partial<TargetGroupRoute> = {},
  node: Partial<NodeRoutes> = {},
): Promise<Endpoint> {
  const bound = await bed.node.applyRoutes(routesOf([tcpListener(8080, candidates, group)], node));
  return bound.find(({ protocol }) => protocol === 'tcp')!.actual;
}

const ended = (count: number) => (snapshot: NodeSnapshot) =>
  Object.values(snapshot.counters.connections.ended).reduce((sum, one) => sum + one, 0) === count;

test.each([
  ['in process', startInProcessNode],
  ['in a worker thread', startWorkerNode],
] as const)('%s, joins a client and a target that sees its address', async (_, start) => {
  await using bed = new NodeBed(await start(SETTINGS));
  const server = await target(1);
  const peer = await client(await serve(bed, [targetAt(server.local, 'i-1')]));
  expect(await peer.exchange('hello')).toBe('hello');
  expect(server.accepted[0]!.remote.address).toBe(CLIENT_ADDRESS);
  const { counters, flows } = await bed.node.snapshot();
  const stream = { receivedBytes: 5, forwardedBytes: 5, heldBytes: 0, discardedBytes: 0 };
  expect(counters.connections).toEqual({
    accepted: 1,
    open: 1,
    refused: {},
    ended: {},
    toTargets: stream,
    toClients: stream,
  });
  expect(
    flows.map(({ fiveTuple, target, clientDatagrams, replyDatagrams }) => [
      fiveTuple,
      target.id,
      clientDatagrams,
      replyDatagrams,
    ]),
  ).toEqual([
    [
      {
        protocol: 'tcp',
        source: { address: '203.0.113.9', port: peer.socket.localPort },
        destination: { address: NODE_ADDRESS, port: 8080 },
      },
      'i-1',
      1,
      1,
    ],
  ]);
});

test('each direction ends by itself, and what was said before its end arrives', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1, ({ socket }) => {
    socket.on('end', () => socket.end('farewell'));
  });
  const peer = await client(await serve(bed, [targetAt(server.local)]));
  peer.socket.end('question');
  expect(await peer.ended).toBe('end');
  expect([server.accepted[0]!.heard, peer.heard]).toEqual(['question', 'farewell']);
  const { counters } = await bed.snapshotWhen(ended(1));
  expect(counters.connections.ended).toEqual({ finished: 1 });
  expect(bed.eventsOf('flow-closed').map(({ cause }) => cause)).toEqual(['finished']);
});

test('a megabyte goes to a slow reader and back unchanged, byte by counted byte', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  const peer = await client(await serve(bed, [targetAt(server.local)]));
  const text = randomBytes(4 * 1024 * 1024).toString('latin1');
  peer.socket.pause();
  peer.socket.write(text, 'latin1');
  // Nobody reads: it comes to rest with bytes in every buffer on the way.
  await bed.snapshotWhen(({ counters }) => counters.connections.toTargets.receivedBytes > 0);
  peer.socket.resume();
  expect((await peer.hears(text.length)) === text).toBe(true);
  const { counters } = await bed.node.snapshot();
  const all = text.length;
  const stream = { receivedBytes: all, forwardedBytes: all, heldBytes: 0, discardedBytes: 0 };
  expect([counters.connections.toTargets, counters.connections.toClients]).toEqual([stream, stream]);
});

test('NLB-TC-02 a connection is reset at both ends when its target may serve it no more', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const [first, second] = [await target(1), await target(2)];
  const listener = await serve(bed, [targetAt(first.local, 'first')]);
  const peer = await client(listener);
  await peer.exchange('one');
  await serve(bed, [targetAt(second.local, 'second')]);
  expect([await peer.ended, await first.accepted[0]!.ended]).toEqual(['reset', 'reset']);
  expect(await (await client(listener)).exchange('two')).toBe('two');
  expect(second.accepted).toHaveLength(1);
  const { counters } = await bed.node.snapshot();
  expect(counters.connections).toMatchObject({ accepted: 2, open: 1, ended: { 'target-closed': 1 } });
  expect((await bed.node.sweep())[0]!.tcp.loadBalancerResets).toBe(2);
});

test('NLB-TC-04 after the idle time-out each end gets a reset when it speaks, and not before', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  const peer = await client(await serve(bed, [targetAt(server.local)]));
  await peer.exchange('one');
  await bed.timeIs(1_000_000 + IDLE_MS - 1);
  await peer.exchange('two');
  await bed.timeIs(1_000_000 + 2 * IDLE_MS - 1);
  await bed.node.sweep();
  expect(bed.eventsOf('flow-closed').map(({ cause }) => cause)).toEqual(['idle']);
  const [seen] = server.accepted;
  expect([peer.socket.closed, seen!.socket.closed]).toEqual([false, false]);
  seen!.socket.write('still there?');
  expect(await seen!.ended).toBe('reset');
  expect(peer.socket.closed).toBe(false);
  peer.socket.write('anybody?');
  expect(await peer.ended).toBe('reset');
  const { counters } = await bed.node.snapshot();
  expect([
    counters.connections.toTargets.discardedBytes,
    counters.connections.toClients.discardedBytes,
  ]).toEqual([8, 12]);
});

test('NLB-TC-04 a connection that is over is reset by its next word, swept or not', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  const peer = await client(await serve(bed, [targetAt(server.local)]));
  await peer.exchange('one');
  await bed.timeIs(1_000_000 + IDLE_MS);
  peer.socket.write('late');
  expect(await peer.ended).toBe('reset');
  expect(bed.eventsOf('flow-closed').map(({ cause }) => cause)).toEqual(['idle']);
});

test('NLB-TC-07 a reset of one end resets the other, and is counted as its own', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  const listener = await serve(bed, [targetAt(server.local)]);
  const [left, right] = [await client(listener), await client(listener)];
  await left.exchange('left');
  await right.exchange('right');
  left.socket.resetAndDestroy();
  expect(await server.accepted[0]!.ended).toBe('reset');
  server.accepted[1]!.socket.resetAndDestroy();
  expect(await right.ended).toBe('reset');
  const { counters } = await bed.snapshotWhen(ended(2));
  expect(counters.connections.ended).toEqual({ 'client-reset': 1, 'target-reset': 1 });
  const [traffic] = await bed.node.sweep();
  expect(traffic!.tcp).toMatchObject({ clientResets: 1, targetResets: 1, loadBalancerResets: 0 });
});

test('NLB-TC-07 a target that refuses resets the client', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  server.close();
  const peer = attempt(await serve(bed, [targetAt(server.local)]));
  expect(await peer.ended).toBe('reset');
  const { counters } = await bed.snapshotWhen(ended(1));
  expect(counters.connections.ended).toEqual({ 'target-refused': 1 });
  expect((await bed.node.sweep())[0]!.tcp.targetResets).toBe(1);
});

test('NLB-TC-05 without registered target the client is reset, and the flow counts as rejected', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const peer = attempt(await serve(bed, []));
  expect(await peer.ended).toBe('reset');
  const { counters } = await bed.node.snapshot();
  expect(counters.connections).toMatchObject({
    accepted: 1,
    open: 0,
    refused: { 'no-registered-target': 1 },
  });
  const [traffic] = await bed.node.sweep();
  expect([traffic!.rejected, traffic!.tcp.rejected, traffic!.tcp.loadBalancerResets]).toEqual([1, 1, 1]);
});

test('NLB-TC-08 what a security group blocks gets no answer', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  const securityGroups = { ids: ['sg-1'], inbound: [], outbound: [] };
  const peer = await client(await serve(bed, [targetAt(server.local)], {}, { securityGroups }));
  peer.socket.write('hello?');
  const { counters } = await bed.snapshotWhen(
    ({ counters }) => counters.connections.toTargets.receivedBytes === 6,
  );
  expect(counters.connections).toMatchObject({
    accepted: 1,
    refused: { 'security-group-inbound': 1 },
    toTargets: { discardedBytes: 6 },
  });
  expect([peer.socket.closed, server.accepted]).toEqual([false, []]);
  expect((await bed.node.sweep())[0]!.tcp.blockedInbound).toBe(1);
});

test('NLB-TC-06 a group that does not keep the address shows targets that of the node', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  const listener = await serve(bed, [targetAt(server.local)], { preserveClientAddress: false });
  await (await client(listener)).exchange('one');
  expect(server.accepted[0]!.remote.address).toBe(listener.address);
});

test('NLB-TC-11 proxy protocol v2 tells the target of client and listener before anything else', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1, () => undefined);
  const peer = await client(await serve(bed, [targetAt(server.local)], { proxyProtocol: true }));
  peer.socket.write('hello');
  const [seen] = await server.connections(1);
  const said = Buffer.from(await seen!.hears(33), 'latin1');
  expect(said.subarray(0, 16).toString('hex')).toBe('0d0a0d0a000d0a515549540a2111000c');
  expect([...said.subarray(16, 24)]).toEqual([203, 0, 113, 9, 172, 31, 0, 10]);
  expect([said.readUInt16BE(24), said.readUInt16BE(26)]).toEqual([peer.socket.localPort, 8080]);
  expect(said.subarray(28).toString()).toBe('hello');
});

test('a listener that goes takes its connections along, and a TCP_UDP one is bound for both', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  const listener: ListenerRoute = { ...tcpListener(8080, [targetAt(server.local)]), protocol: 'TCP_UDP' };
  const bound = await bed.node.applyRoutes(routesOf([listener]));
  expect(bound.map(({ protocol }) => protocol).sort()).toEqual(['tcp', 'udp']);
  const at = bound.find(({ protocol }) => protocol === 'tcp')!.actual;
  const peer = await client(at);
  await peer.exchange('one');
  expect(await bed.node.applyRoutes(routesOf([]))).toEqual([]);
  expect([await peer.ended, await server.accepted[0]!.ended]).toEqual(['reset', 'reset']);
  await expect(client(at)).rejects.toThrow('ECONNREFUSED');
});

test('a node that stops resets what is open', async () => {
  const bed = new NodeBed(await startInProcessNode(SETTINGS));
  const server = await target(1);
  const peer = await client(await serve(bed, [targetAt(server.local)]));
  await peer.exchange('one');
  await bed.stop();
  expect([await peer.ended, await server.accepted[0]!.ended]).toEqual(['reset', 'reset']);
});

test('TLS listeners are not served', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const listener: ListenerRoute = { ...tcpListener(8080, []), protocol: 'TLS' };
  expect(await bed.node.applyRoutes(routesOf([listener]))).toEqual([]);
});
