import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { NodeCounters } from '../node/protocol.ts';
import type { AgentControl } from '../worlds/world.ts';
import { type MovingParts, Standstill } from './standstill.ts';

const atOnce = async () => undefined;

/** A node that counts up for as many looks. */
function countingNode(looks: number) {
  const node = {
    looked: 0,
    counters: async () =>
      ({ flowsOpened: Math.min(++node.looked, looks) }) as Partial<NodeCounters> as NodeCounters,
  };
  return node;
}

/** An agent's control interface that says of itself what it is told to. */
async function startAgent(received: () => number) {
  const server = createServer((_request, response) => {
    const udp = { received: received(), replied: 0 };
    response.setHeader('connection', 'close');
    response.end(JSON.stringify({ udp, health: { connections: 0 }, tcp: { connections: 0, lines: 0 } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  const control: AgentControl = { address, port };
  return { control, [Symbol.asyncDispose]: async () => void server.close() };
}

const standstill = (parts: Partial<MovingParts>) =>
  new Standstill({ hostsSettled: atOnce, hosts: () => [], counters: atOnce, ...parts });

test('is reached when the node has counted nothing more for a while', async () => {
  const node = countingNode(10);
  await standstill(node).reached();
  expect(node.looked).toBeGreaterThan(10 + 2);
});

test('is not reached while an agent counts', async () => {
  let received = 0;
  await using agent = await startAgent(() => (received < 10 ? ++received : received));
  await standstill({ hosts: () => [{ control: agent.control }] }).reached();
  expect(received).toBe(10);
});

test('is not reached before hosts are up', async () => {
  const boot = Promise.withResolvers<void>();
  const node = countingNode(0);
  const reached = standstill({ ...node, hostsSettled: () => boot.promise }).reached();
  expect(node.looked).toBe(0);
  boot.resolve();
  await reached;
});

test('is reached at last where something moves all the time', async () => {
  const node = countingNode(Number.POSITIVE_INFINITY);
  await standstill(node).reached();
  expect(node.looked).toBeGreaterThan(10);
});

test('whoever asks while others are waiting gets looks of his own', async () => {
  const node = countingNode(0);
  const still = standstill({ counters: () => node.counters() });
  const first = still.reached();
  await Promise.resolve();
  const second = still.reached();
  await first;
  const looked = node.looked;
  await second;
  expect(node.looked).toBeGreaterThanOrEqual(2 * looked);
});

test('a node and an agent that have gone do not keep it', async () => {
  const agent = await startAgent(() => 0);
  await agent[Symbol.asyncDispose]();
  await standstill({
    hosts: () => [{ control: agent.control }],
    counters: () => Promise.reject(new Error('gone')),
  }).reached();
});

test('nobody is waited for after the end', async () => {
  const still = standstill({ counters: () => new Promise(() => undefined) });
  const reached = still.reached();
  still.end();
  await reached;
  await still.reached();
});
