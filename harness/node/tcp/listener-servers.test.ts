import { type AddressInfo, connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { AddressMap } from '../../core/network/address-map.ts';
import { listenerRoute, NODE_ADDRESS, routesOf, SETTINGS } from '../node-bed.fixture.ts';
import type { BoundListener } from '../protocol.ts';
import { TrafficCounts } from '../traffic-counts.ts';
import type { ConnectionLayer } from './connection-layer.ts';
import { ListenerServers } from './listener-servers.ts';
import { netLayer } from './net-layer.ts';

/** Refuses to listen at some ports, as the system does. */
function refusing(code: string, refuses: (port: number) => boolean): ConnectionLayer {
  return {
    ...netLayer,
    listen: (at, accept) =>
      refuses(at.port)
        ? Promise.reject(Object.assign(new Error(code), { code }))
        : netLayer.listen(at, accept),
  };
}

function serversOn(layer: ConnectionLayer, { bindAnyPort = false, movePrivilegedPorts = false } = {}) {
  const traffic = new TrafficCounts();
  const moved: BoundListener[] = [];
  const servers = new ListenerServers({
    layer,
    bindAnyPort,
    movePrivilegedPorts,
    trafficOf: (node) => traffic.of(node),
    accept: (_, connection) => connection.destroy(),
    moved: (listener) => moved.push(listener),
    fault: () => undefined,
  });
  return { servers, moved };
}

const routes = (...ports: readonly number[]) =>
  routesOf(ports.map((port) => ({ ...listenerRoute(port, []), protocol: 'TCP' as const })));
const MAP = new AddressMap(SETTINGS.addressMap);
const ACTUAL_ADDRESS = '127.211.0.10';

test('listens at the place that the map has for the listener, and closes what the routes lose', async () => {
  const { servers } = serversOn(netLayer);
  expect(await servers.apply(routes(28_080, 28_081), MAP)).toEqual([]);
  expect(servers.bound().map(({ actual }) => actual)).toEqual([
    { address: ACTUAL_ADDRESS, port: 28_080 },
    { address: ACTUAL_ADDRESS, port: 28_081 },
  ]);
  await servers.apply(routes(28_081), MAP);
  expect(servers.bound().map(({ emulated }) => emulated.port)).toEqual([28_081]);
  const again = serversOn(netLayer).servers;
  expect(await again.apply(routes(28_080), MAP)).toEqual([]);
  servers.close();
  again.close();
});

test('a port that this user may not bind is moved and told of, and stays where it is', async () => {
  const layer = refusing('EACCES', (port) => port > 0 && port < 1024);
  const { servers, moved } = serversOn(layer, { movePrivilegedPorts: true });
  expect(await servers.apply(routes(53), MAP)).toEqual([]);
  const [bound] = servers.bound();
  expect(bound).toMatchObject({ protocol: 'tcp', emulated: { address: NODE_ADDRESS, port: 53 } });
  expect(bound!.actual).toMatchObject({ address: ACTUAL_ADDRESS });
  expect(moved).toEqual([bound]);
  servers.close();
});

test('says which place could not be had, and serves the others', async () => {
  for (const [code, harnessCode] of [
    ['EADDRINUSE', 'HARNESS_PORT_IN_USE'],
    ['EACCES', 'HARNESS_PORT_PRIVILEGED'],
    ['EADDRNOTAVAIL', 'HARNESS_ADDRESS_UNAVAILABLE'],
  ]) {
    const { servers } = serversOn(refusing(code!, (port) => port === 53));
    const [failure, ...more] = await servers.apply(routes(53, 28_082), MAP);
    expect(more).toEqual([]);
    expect(failure).toMatchObject({ code: harnessCode });
    expect(failure!.message).toContain(`tcp ${ACTUAL_ADDRESS}:53`);
    expect(servers.bound().map(({ emulated }) => emulated.port)).toEqual([28_082]);
    servers.close();
  }
});

test('any port will do where the machine has one address', async () => {
  const { servers } = serversOn(netLayer, { bindAnyPort: true });
  await servers.apply(routes(53), MAP);
  expect(servers.bound()[0]!.actual.address).toBe('127.0.0.1');
  servers.close();
});

// Other systems keep fewer, whatever they are asked for.
test.runIf(process.platform === 'linux')('keeps a thousand clients that come in one go', async () => {
  const accepted: Socket[] = [];
  const server = await netLayer.listen({ address: '127.0.0.1', port: 0 }, (socket) => accepted.push(socket));
  const port = (server.address() as AddressInfo).port;
  const clients = Array.from({ length: 1000 }, () => connect({ host: '127.0.0.1', port }).unref());
  // One is accepted a turn. In all far less than the second after which a client tries again.
  for (let turns = 0; turns < 1100; turns++) await new Promise((resolve) => setImmediate(resolve));
  expect(accepted).toHaveLength(1000);
  for (const socket of [...clients, ...accepted]) socket.destroy();
  server.close();
});
