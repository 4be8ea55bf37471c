import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { AgentClient } from '../../targets/agent-client.ts';
import type { AgentConfig } from '../../targets/agent-config.ts';
import { generateUserData, parseUserData } from '../../targets/user-data.ts';
import type { ClientSocket, HostNetwork } from '../world.ts';
import { startLoopbackHostNetwork } from './loopback-host-network.ts';

const VPC = '172.31.0.0/16';
const AGENT: AgentConfig = {
  name: 'target-a',
  udpPort: 8080,
  health: { protocol: 'TCP', port: 8080, tls: undefined },
  controlPort: 8079,
};
const userData = generateUserData(AGENT);
const anywhere = { address: undefined, port: undefined };

async function startNetwork(addresses: 'many' | 'single' = 'many'): Promise<HostNetwork> {
  const network = await startLoopbackHostNetwork({ addresses, parseUserData });
  await network.addNetwork(VPC);
  return network;
}

function nextDatagram(socket: ClientSocket): Promise<{ reply: Record<string, unknown>; from: unknown }> {
  return new Promise((resolve) => {
    socket.onDatagram((payload, from) => resolve({ reply: JSON.parse(String(Buffer.from(payload))), from }));
  });
}

test.for(['many', 'single'] as const)(
  'a client reaches a host at its emulated address (%s)',
  async (addresses) => {
    await using network = await startNetwork(addresses);
    const host = await network.startHost({ id: 'i-1', address: '172.31.5.6', userData });
    const socket = await network.openClientSocket(anywhere);
    const datagram = nextDatagram(socket);
    await socket.send(Buffer.from('#3'), { address: '172.31.5.6', port: 8080 });
    const { reply, from } = await datagram;
    expect(from).toEqual({ address: '172.31.5.6', port: 8080 });
    expect(reply).toMatchObject({ target: 'target-a', sequence: 3 });
    const [address = '', port] = String(reply.source).split(':');
    expect(socket.toEmulated?.({ address, port: Number(port) })).toEqual(socket.local);
    expect(socket.local.address).toBe('203.0.113.1');
    expect((await new AgentClient(host.control!).state()).udp.received).toBe(1);
  },
);

test('a datagram that is larger than UDP can carry is refused by its size', async () => {
  await using network = await startNetwork();
  const socket = await network.openClientSocket(anywhere);
  const to = { address: '172.31.5.6', port: 8080 };
  await expect(socket.send(new Uint8Array(65_508), to)).rejects.toMatchObject({
    code: 'HARNESS_ARGUMENT_INVALID',
    message: expect.stringContaining('65508 bytes (EMSGSIZE)'),
  });
  await socket.send(new Uint8Array(65_507), to);
});

test('lists what it can show', async () => {
  await using many = await startNetwork('many');
  await using single = await startNetwork('single');
  expect([...many.capabilities]).toEqual([
    'one-address',
    'outside-servers',
    'client-address',
    'many-addresses',
  ]);
  expect([...single.capabilities]).toEqual(['one-address', 'outside-servers']);
});

test('a network claims no addresses before something lives in it', async () => {
  await using network = await startLoopbackHostNetwork({ addresses: 'many', parseUserData });
  expect(network.addressMap().networks).toEqual([]);
  await network.openClientSocket(anywhere);
  expect(network.addressMap().networks.map(({ cidrBlock }) => cidrBlock)).toEqual(['203.0.113.0/24']);
});

test.each(['reserve', 'addNetwork'] as const)('the Internet is there with the first %s', async (use) => {
  await using network = await startLoopbackHostNetwork({ addresses: 'many', parseUserData });
  const internet = { address: '203.0.113.7', port: 9_000 };
  if (use === 'addNetwork') await network.addNetwork(VPC);
  else await network.reserve('udp', internet);
  expect(network.toActual('udp', internet).address).toMatch(/^127\.\d+\.113\.7$/);
});

test('networks that run at once never share a block, and a block is free again after', async () => {
  // Ten networks of the same VPC: one may have the preferred block, the rest have others.
  const networks = await Promise.all(Array.from({ length: 10 }, () => startNetwork()));
  const bases = networks.flatMap((network) => network.addressMap().networks.map(({ base }) => base));
  expect(new Set(bases).size).toBe(20);
  await Promise.all(networks.map((network) => network[Symbol.asyncDispose]()));
  await using after = await startNetwork();
  expect(after.addressMap().networks).toHaveLength(2);
});

test('subnets of one /16 share a block and keep their lower 16 bits', async () => {
  await using network = await startNetwork();
  await network.addNetwork('10.0.16.0/20');
  await network.addNetwork('10.0.32.0/20');
  await network.addNetwork('10.0.16.0/20');
  const actual = ['10.0.16.9', '10.0.33.7'].map((address) => network.toActual('udp', { address, port: 53 }));
  expect(actual.map(({ address }) => address.split('.').slice(2).join('.'))).toEqual(['16.9', '33.7']);
  expect(new Set(actual.map(({ address }) => address.split('.')[1])).size).toBe(1);
  expect(network.addressMap().networks).toHaveLength(4);
});

test('refuses a network that is larger than /16 or malformed', async () => {
  await using network = await startNetwork();
  for (const block of ['10.0.0.0/8', '10.0.0.0', 'fd00::/64'])
    await expect(network.addNetwork(block)).rejects.toMatchObject({ code: 'HARNESS_ARGUMENT_INVALID' });
});

test('a host without user data of ours has an address and no process', async () => {
  await using network = await startNetwork();
  const host = await network.startHost({ id: 'i-1', address: '172.31.5.6', userData: '#!/bin/bash\n' });
  expect(host.control).toBeUndefined();
  await host.stop();
});

test('a stopped host no longer listens and its ports can be used again', async () => {
  await using network = await startNetwork();
  const spec = { id: 'i-1', address: '172.31.5.6', userData };
  const host = await network.startHost(spec);
  const client = new AgentClient(host.control!);
  await Promise.all([host.stop(), host.stop()]);
  await expect(client.state()).rejects.toMatchObject({ code: 'HARNESS_TARGET_NOT_READY' });
  const again = await network.startHost(spec);
  expect((await new AgentClient(again.control!).state()).name).toBe('target-a');
});

test('a taken port is named with the host that wanted it', async () => {
  await using network = await startNetwork();
  const blocker = createServer();
  const { address } = network.toActual('tcp', { address: '172.31.5.6', port: 8080 });
  blocker.listen(8080, address);
  await once(blocker, 'listening');
  await expect(network.startHost({ id: 'i-1', address: '172.31.5.6', userData })).rejects.toMatchObject({
    code: 'HARNESS_PORT_IN_USE',
    message: expect.stringContaining('host i-1'),
  });
  blocker.close();
});

test('an address outside all networks is refused', async () => {
  await using network = await startNetwork();
  await expect(network.startHost({ id: 'i-1', address: '10.9.9.9', userData })).rejects.toMatchObject({
    code: 'HARNESS_ADDRESS_UNAVAILABLE',
  });
});

test.for(['many', 'single'] as const)(
  "a user's own command serves at the emulated endpoint (%s)",
  async (addresses) => {
    await using network = await startNetwork(addresses);
    const service = `
    const socket = require('node:dgram').createSocket('udp4');
    socket.on('message', (payload, from) => socket.send(JSON.stringify({ mine: String(payload) }), from.port, from.address));
    socket.bind(Number(process.env.UDP_PORT), process.env.ADDRESS);`;
    const host = await network.startHost({
      id: 'i-1',
      address: '172.31.5.6',
      userData: generateUserData({ command: ['node', '-e', service], environment: {}, udpPort: 5300 }),
    });
    expect(host.control).toBeUndefined();
    const socket = await network.openClientSocket(anywhere);
    const datagram = nextDatagram(socket);
    // A command does not say when it is ready, so the client asks until it is answered, as clients of UDP do.
    let answered = false;
    const done = datagram.then(() => {
      answered = true;
    });

    while (!answered) {
      await socket.send(Buffer.from('hello'), { address: '172.31.5.6', port: 5300 });
      await setImmediate();
    }
    await done;
    expect(await datagram).toEqual({ reply: { mine: 'hello' }, from: { address: '172.31.5.6', port: 5300 } });
  },
);

test('a command is up when its health port answers, however slow its start', async () => {
  await using network = await startNetwork();
  const slow = `setTimeout(() =>
    require('node:net').createServer().listen(Number(process.env.HEALTH_PORT), process.env.ADDRESS), 300)`;
  await network.startHost({
    id: 'i-1',
    address: '172.31.5.6',
    userData: generateUserData({
      command: [process.execPath, '-e', slow],
      environment: {},
      healthPort: 8090,
    }),
  });
  const connection = connect(8090, network.toActual('tcp', { address: '172.31.5.6', port: 8090 }).address);
  await once(connection, 'connect');
  connection.destroy();
});

test('a command without health listener is not waited for when the network stops', async () => {
  const network = await startNetwork();
  const sleeper = generateUserData({ command: ['sleep', '60'], environment: {}, healthPort: 8090 });
  const starting = network.startHost({ id: 'i-1', address: '172.31.5.6', userData: sleeper });
  const began = performance.now();
  await network[Symbol.asyncDispose]();
  // The patience with a command that is wanted.
  expect(performance.now() - began).toBeLessThan(20_000);
  expect((await starting).spec.id).toBe('i-1');
});

test('a command has the time to start that its user data gives it', async () => {
  await using network = await startNetwork();
  const start = (id: string, address: string, startTimeoutMs?: number) => {
    const config = { command: ['sleep', '60'], environment: {}, healthPort: 8090, startTimeoutMs };
    return network.startHost({ id, address, userData: generateUserData(config) });
  };
  const patient = start('i-1', '172.31.5.6');
  const hasty = start('i-2', '172.31.5.7', 1);
  expect((await Promise.race([patient, hasty])).spec.id).toBe('i-2');
});

test('tells what a command said when it ends by itself', async () => {
  await using network = await startNetwork();
  const host = await network.startHost({
    id: 'i-1',
    address: '172.31.5.6',
    userData: generateUserData({ command: ['sh', '-c', 'echo no config >&2; exit 3'], environment: {} }),
  });
  expect(await host.exited).toEqual({ detail: 'ended with status 3\n    no config' });
});

test('a command that does not exist fails the start', async () => {
  await using network = await startNetwork();
  const missing = generateUserData({ command: ['/nonexistent/service'], environment: {} });
  await expect(
    network.startHost({ id: 'i-1', address: '172.31.5.6', userData: missing }),
  ).rejects.toMatchObject({ code: 'HARNESS_HOST_START_FAILED' });
});

test('runs the agent that the user data carries, not merely its own', async () => {
  await using network = await startLoopbackHostNetwork({
    parseUserData: () => ({
      kind: 'agent',
      config: AGENT,
      source: `process.stdin.on('end', () => process.exit()).resume();
        console.log(JSON.stringify({ ready: true, udpPort: 1, healthPort: 2, controlPort: 3 }));`,
      file: undefined,
    }),
  });
  await network.addNetwork(VPC);
  const host = await network.startHost({ id: 'i-1', address: '172.31.5.6', userData: 'anything' });
  expect(host.control?.port).toBe(3);
});

test('an agent that fails says why', async () => {
  await using network = await startLoopbackHostNetwork({
    parseUserData: () => ({
      kind: 'agent',
      config: AGENT,
      source: 'throw new Error("broken")',
      file: undefined,
    }),
  });
  await network.addNetwork(VPC);
  await expect(
    network.startHost({ id: 'i-1', address: '172.31.5.6', userData: 'anything' }),
  ).rejects.toMatchObject({ code: 'HARNESS_HOST_START_FAILED', message: expect.stringContaining('broken') });
});

test('client sockets take the address and port that they ask for, on any network', async () => {
  await using network = await startNetwork();
  const inside = await network.openClientSocket({ address: '172.31.9.9', port: 40_001 });
  const elsewhere = await network.openClientSocket({ address: '198.51.100.7', port: undefined });
  expect(inside.local).toEqual({ address: '172.31.9.9', port: 40_001 });
  expect(elsewhere.local.address).toBe('198.51.100.7');
  await expect(network.openClientSocket({ address: '172.31.9.9', port: 40_001 })).rejects.toMatchObject({
    code: 'HARNESS_PORT_IN_USE',
  });
  const received = nextDatagram(elsewhere);
  await inside.send(Buffer.from('{}'), elsewhere.local);
  expect((await received).from).toEqual(inside.local);
});

test('a datagram to a closed port harms nobody', async () => {
  await using network = await startNetwork();
  const socket = await network.openClientSocket(anywhere);
  for (let turn = 0; turn < 5; turn += 1)
    await socket.send(Buffer.from('x'), { address: '172.31.1.1', port: 9 });
  const echo = nextDatagram(socket);
  await socket.send(Buffer.from('{}'), socket.local);
  expect((await echo).from).toEqual(socket.local);
});

test.for(['many', 'single'] as const)(
  'a reserved endpoint is where a server is reached (%s)',
  async (addresses) => {
    await using network = await startNetwork(addresses);
    const emulated = { address: '172.31.7.7', port: 9_000 };
    const actual = await network.reserve('udp', emulated);
    expect(network.toActual('udp', emulated)).toEqual(actual);
    expect(await network.reserve('udp', emulated)).toEqual(actual);
  },
);

test('nothing can be started after disposal', async () => {
  const network = await startNetwork();
  const hosts = [1, 2, 3].map((n) => network.startHost({ id: `i-${n}`, address: `172.31.5.${n}`, userData }));
  await network[Symbol.asyncDispose]();
  await network[Symbol.asyncDispose]();
  for (const host of await Promise.all(hosts))
    await expect(new AgentClient(host.control!).state()).rejects.toMatchObject({
      code: 'HARNESS_TARGET_NOT_READY',
    });
  await expect(network.openClientSocket(anywhere)).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
});
