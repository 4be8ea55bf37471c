import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { generateUserData, parseUserData } from '../targets/user-data.ts';
import { startLoopbackHostNetwork } from '../worlds/loopback/loopback-host-network.ts';
import type { ClientConnectionOptions } from '../worlds/world.ts';
import { TcpConnection } from './tcp-client.ts';

const TARGET = '172.31.0.10';
const PORT = 8080;
/** Every answer comes, or its connection ends. */
const END_OF_A_HANG_MS = 25_000;

/** A target with a TCP service, and a way to connect to a port of it from anywhere. */
async function startTarget(addresses: 'detect' | 'single' = 'detect') {
  const network = await startLoopbackHostNetwork({ parseUserData, addresses });
  await network.addNetwork('172.31.0.0/16');
  const userData = generateUserData({
    name: 'target-a',
    udpPort: undefined,
    tcpPort: PORT,
    health: undefined,
    controlPort: 8079,
  });
  const host = await network.startHost({ id: 'i-1', address: TARGET, userData });
  const bound: number[] = [];
  const connect = async (options: Partial<ClientConnectionOptions> = {}, port = PORT) => {
    const wanted = { address: undefined, port: undefined, ...options };
    const connection = await network.openClientConnection(wanted, { address: TARGET, port }, async () => {
      bound.push(network.addressMap().endpoints.length);
    });
    return new TcpConnection({ connection, clock: new VirtualClock(), replyTimeoutMs: END_OF_A_HANG_MS });
  };
  return { network, host, connect, bound };
}

test('each line is answered by one that names target and source, in order', async () => {
  const { network, connect } = await startTarget();
  await using _ = network;
  const connection = await connect({ address: '203.0.113.40' });
  const results = await Promise.all([
    connection.exchange(),
    connection.exchange('#9 and more'),
    connection.exchange(),
  ]);
  expect(results.map(({ sequence, servedBy, lost }) => [sequence, servedBy, lost])).toEqual([
    [1, 'target-a', false],
    [2, 'target-a', false],
    [3, 'target-a', false],
  ]);
  expect(results.map(({ line }) => JSON.parse(line!).sequence)).toEqual([1, 9, 3]);
  expect(results.map(({ seenSource }) => seenSource)).toEqual(Array(3).fill(connection.local));
  expect(connection.local.address).toBe('203.0.113.40');
});

test('nobody who listens is a refusal, and a line to nobody is lost', async () => {
  const { network, connect } = await startTarget();
  await using _ = network;
  const connection = await connect({}, 9);
  expect(await connection.outcome).toBe('refused');
  expect(await connection.exchange()).toMatchObject({ lost: true, servedBy: undefined });
});

test('a connection that the service ends is over, and a line on its way is lost at once', async () => {
  const { network, host, connect } = await startTarget();
  await using _ = network;
  const connection = await connect();
  await connection.exchange();
  await host.stop();
  expect(['closed', 'reset']).toContain(await connection.outcome);
  expect(await connection.exchange()).toMatchObject({ lost: true });
});

test('with one address a client has its own endpoint all the same, told before it is used', async () => {
  const { network, connect, bound } = await startTarget('single');
  await using _ = network;
  const before = network.addressMap().endpoints.length;
  const connection = await connect({ address: '203.0.113.41', port: 4100 });
  expect(bound).toEqual([before + 1]);
  expect((await connection.exchange()).seenSource).toEqual({ address: '203.0.113.41', port: 4100 });
  await connection.close();
  expect(network.addressMap().endpoints).toHaveLength(before);
});

test('a network that goes takes its connections along', async () => {
  const { network, connect } = await startTarget();
  const connection = await connect();
  await connection.exchange();
  await network[Symbol.asyncDispose]();
  expect(await connection.outcome).toBe('closed');
  await expect(connect()).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
});
