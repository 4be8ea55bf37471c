import { expect, test } from 'vitest';
import { dgramLayer } from './dgram-layer.ts';
import { startInProcessNode } from './in-process-node.fixture.ts';
import {
  actualOf,
  CLIENT_ADDRESS,
  listenerRoute,
  NODE_ADDRESS,
  NodeBed,
  routesOf,
  SETTINGS,
  targetAt,
} from './node-bed.fixture.ts';
import type { SocketLayer } from './socket-layer.ts';
import { UdpPeer } from './udp-peer.fixture.ts';

/** The dgram layer, where binding an address fails with a code. */
function failingLayer(code: string, address: string): SocketLayer {
  return {
    bind(at, handlers) {
      if (at.address === address) throw Object.assign(new Error(`bind ${code}`), { code });
      return dgramLayer.bind(at, handlers);
    },
  };
}

test('opens and closes only what the routes change', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const before = await bed.node.applyRoutes(routesOf([listenerRoute(8080, []), listenerRoute(8081, [])]));
  const after = await bed.node.applyRoutes(routesOf([listenerRoute(8081, []), listenerRoute(8082, [])]));
  expect(after.map(({ emulated }) => emulated.port)).toEqual([8081, 8082]);
  expect(actualOf(after, 8081)).toEqual(actualOf(before, 8081));
  const closed = actualOf(before, 8080);
  await using freed = await UdpPeer.open(closed.address, { port: closed.port });
  expect(freed.local).toEqual(closed);
});

test('serves UDP and TCP listeners by what they take, and no others', async () => {
  await using bed = new NodeBed(await startInProcessNode(SETTINGS));
  const bound = await bed.node.applyRoutes(
    routesOf([
      { ...listenerRoute(1, []), protocol: 'TCP' },
      { ...listenerRoute(2, []), protocol: 'TCP_UDP' },
      { ...listenerRoute(3, []), protocol: 'UDP' },
      { ...listenerRoute(4, []), protocol: 'TLS' },
      { ...listenerRoute(5, []), protocol: 'QUIC' },
    ]),
  );
  expect(bound.map(({ protocol, emulated: { address, port } }) => `${protocol} ${address}:${port}`)).toEqual([
    `udp ${NODE_ADDRESS}:2`,
    `udp ${NODE_ADDRESS}:3`,
    `tcp ${NODE_ADDRESS}:1`,
    `tcp ${NODE_ADDRESS}:2`,
  ]);
});

test('binds the port of the listener itself unless any port will do', async () => {
  const { local: free } = await UdpPeer.open('127.211.0.10').then(async (peer) => {
    await peer[Symbol.asyncDispose]();
    return peer;
  });
  await using bed = new NodeBed(await startInProcessNode({ ...SETTINGS, bindAnyPort: false }));
  const [bound] = await bed.node.applyRoutes(routesOf([listenerRoute(free.port, [])]));
  expect(bound).toEqual({
    listenerArn: `arn:listener/${free.port}`,
    protocol: 'udp',
    emulated: { address: NODE_ADDRESS, port: free.port },
    actual: free,
  });
});

test('says which port is in use, serves the others, and tries again with the next routes', async () => {
  await using bed = new NodeBed(await startInProcessNode({ ...SETTINGS, bindAnyPort: false }));
  const target = await bed.target(1);
  const client = await bed.client();
  const inUse = await UdpPeer.open('127.211.0.10');
  const other = await UdpPeer.open('127.211.0.10');
  await other[Symbol.asyncDispose]();
  const routes = routesOf([
    listenerRoute(inUse.local.port, [targetAt(target.local)]),
    listenerRoute(other.local.port, [targetAt(target.local)]),
  ]);
  await expect(bed.node.applyRoutes(routes)).rejects.toMatchObject({
    code: 'HARNESS_PORT_IN_USE',
    fault: 'environment',
    message: expect.stringContaining(`cannot bind udp 127.211.0.10:${inUse.local.port}: the port is in use.`),
  });
  expect((await client.exchange('served', other.local)).payload.toString()).toBe('served');
  await inUse[Symbol.asyncDispose]();
  expect(await bed.node.applyRoutes(routes)).toHaveLength(2);
  expect((await client.exchange('now too', inUse.local)).payload.toString()).toBe('now too');
});

test.each([
  ['EACCES', 'HARNESS_PORT_PRIVILEGED'],
  ['EADDRNOTAVAIL', 'HARNESS_ADDRESS_UNAVAILABLE'],
  ['EMFILE', 'HARNESS_TOO_MANY_OPEN_FILES'],
  ['ENOBUFS', 'HARNESS_INVARIANT_BROKEN'],
])('answers %s of a listener with %s', async (code, expected) => {
  const layer = failingLayer(code, '127.211.0.10');
  await using bed = new NodeBed(await startInProcessNode({ ...SETTINGS, bindAnyPort: false }, layer));
  await expect(bed.node.applyRoutes(routesOf([listenerRoute(53, [])]))).rejects.toMatchObject({
    code: expected,
    message: expect.stringContaining('udp 127.211.0.10:53'),
  });
});

test('serves a port that this user may not bind at another of its address, and stays there', async () => {
  const layer: SocketLayer = {
    bind(at, handlers) {
      if (at.port > 0 && at.port < 1024) throw Object.assign(new Error('bind EACCES'), { code: 'EACCES' });
      return dgramLayer.bind(at, handlers);
    },
  };
  const settings = { ...SETTINGS, bindAnyPort: false, movePrivilegedPorts: true };
  await using bed = new NodeBed(await startInProcessNode(settings, layer));
  const target = await bed.target(1);
  const client = await bed.client();
  const routes = routesOf([listenerRoute(53, [targetAt(target.local)])]);
  const [bound] = await bed.node.applyRoutes(routes);
  const emulated = { address: NODE_ADDRESS, port: 53 };
  const actual = bound!.actual;
  expect(bound).toMatchObject({ emulated, actual: { address: '127.211.0.10' } });
  expect(actual.port).toBeGreaterThanOrEqual(1024);
  const mapped = { ...SETTINGS.addressMap, endpoints: [{ protocol: 'udp', emulated, actual } as const] };
  await bed.node.setAddressMap(mapped);
  expect(await bed.node.applyRoutes(routes)).toEqual([bound]);
  expect(bed.eventsOf('listener-moved')).toEqual([{ type: 'listener-moved', listener: bound }]);
  expect((await client.exchange('query', actual)).from).toEqual(actual);
  expect(bed.eventsOf('flow-opened').map(({ flow }) => flow.fiveTuple.destination)).toEqual([emulated]);

  await bed.node.applyRoutes(routesOf([]));
  await using taken = await UdpPeer.open(actual.address, { port: actual.port });
  const [again] = await bed.node.applyRoutes(routes);
  expect(again?.actual.address).toBe('127.211.0.10');
  expect(again?.actual.port).not.toBe(taken.local.port);
});

test('serves at 127.0.0.1 where the machine has no other loopback address', async () => {
  const layer = failingLayer('EADDRNOTAVAIL', '127.211.0.10');
  await using bed = new NodeBed(await startInProcessNode(SETTINGS, layer));
  const { address } = await bed.serve([]);
  expect(address).toBe('127.0.0.1');
});

test('never serves at an address that the map left alone when any port will do', async () => {
  const addressMap = { networks: [], endpoints: [] };
  await using bed = new NodeBed(await startInProcessNode({ ...SETTINGS, addressMap }));
  const { address } = await bed.serve([]);
  expect(address).toBe('127.0.0.1');
});

test('sends from its own address, reporting it once, where the client address cannot be bound', async () => {
  const layer = failingLayer('EADDRNOTAVAIL', CLIENT_ADDRESS);
  await using bed = new NodeBed(await startInProcessNode(SETTINGS, layer));
  const target = await bed.target(1);
  const clients = [await bed.client(), await bed.client()];
  const listener = await bed.serve([targetAt(target.local)]);
  for (const client of clients) await client.exchange('one', listener);
  expect(target.received.map(({ from }) => from.address)).toEqual([listener.address, listener.address]);
  expect(bed.eventsOf('fault').map(({ code }) => code)).toEqual(['HARNESS_ADDRESS_UNAVAILABLE']);
});

test('says so when no port of a client address is free', async () => {
  await using bed = new NodeBed(
    await startInProcessNode(SETTINGS, failingLayer('EADDRINUSE', CLIENT_ADDRESS)),
  );
  const target = await bed.target(1);
  const client = await bed.client();
  client.send('one', await bed.serve([targetAt(target.local)]));
  const { counters } = await bed.snapshotWhen(({ counters }) => counters.toTargets.received === 1);
  expect(counters.toTargets.dropped).toEqual({ 'upstream-unavailable': 1 });
  expect(bed.eventsOf('fault').map(({ code }) => code)).toEqual(['HARNESS_NO_FREE_ADDRESS']);
});

test('drops datagrams and reports it once when there are too many open files, and recovers', async () => {
  let full = true;
  const layer: SocketLayer = {
    bind(at, handlers) {
      if (full && at.address === CLIENT_ADDRESS)
        throw Object.assign(new Error('bind EMFILE'), { code: 'EMFILE' });
      return dgramLayer.bind(at, handlers);
    },
  };
  await using bed = new NodeBed(await startInProcessNode(SETTINGS, layer));
  const target = await bed.target(1);
  const client = await bed.client();
  const listener = await bed.serve([targetAt(target.local)]);
  client.send('one', listener);
  client.send('two', listener);
  const { counters } = await bed.snapshotWhen(({ counters }) => counters.toTargets.received === 2);
  expect(counters.toTargets.dropped).toEqual({ 'upstream-unavailable': 2 });
  expect(bed.eventsOf('fault').map(({ code }) => code)).toEqual(['HARNESS_TOO_MANY_OPEN_FILES']);
  full = false;
  expect((await client.exchange('three', listener)).payload.toString()).toBe('three');
});
