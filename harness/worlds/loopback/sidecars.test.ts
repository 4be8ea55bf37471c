import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { ProgramConfig } from '../../targets/agent-config.ts';
import { generateUserData, parseUserData } from '../../targets/user-data.ts';
import type { HostNetwork } from '../world.ts';
import { startLoopbackHostNetwork } from './loopback-host-network.ts';

const service = (name: string) =>
  fileURLToPath(new URL(`../../../fixtures/services/${name}.mjs`, import.meta.url));
const node = (...parameters: string[]): ProgramConfig => ({
  command: [process.execPath, ...parameters],
  environment: {},
});
const shell = (script: string): ProgramConfig => ({ command: ['sh', '-c', script], environment: {} });

const AT = { id: 'i-1', address: '172.31.5.6' };
const PORTS = { udpPort: 8080, healthPort: 9090 };
const HEALTH = { address: AT.address, port: PORTS.healthPort };

async function startNetwork(addresses: 'many' | 'single' = 'many'): Promise<HostNetwork> {
  const network = await startLoopbackHostNetwork({ addresses, parseUserData });
  await network.addNetwork('172.31.0.0/16');
  return network;
}

/** Resolves when somebody accepts the connection at once. */
async function connectTo(network: HostNetwork): Promise<void> {
  const { address, port } = network.toActual('tcp', HEALTH);
  const socket = connect(port, address);
  await once(socket, 'connect');
  socket.destroy();
}

test.for(['many', 'single'] as const)(
  'a host is up when the sidecar of its command accepts connections (%s)',
  async (addresses) => {
    await using network = await startNetwork(addresses);
    const command = { ...node(service('udp-echo')), ...PORTS, sidecars: [node(service('coupled-sidecar'))] };
    const host = await network.startHost({ ...AT, userData: generateUserData(command) });
    // It is open only where both were told the same UDP port.
    await connectTo(network);
    await host.said?.('opened: the service answers');
  },
);

test.for(['many', 'single'] as const)(
  'a host is up when the sidecar of its agent accepts connections (%s)',
  async (addresses) => {
    await using network = await startNetwork(addresses);
    const agent = { name: 'target-a', ...PORTS, health: undefined, controlPort: 8079 };
    const userData = generateUserData({ ...agent, sidecars: [node(service('coupled-sidecar'))] });
    const host = await network.startHost({ ...AT, userData });
    expect(host.control).toBeDefined();
    await connectTo(network);
  },
);

test('sidecars end with their host', async () => {
  await using network = await startNetwork();
  const command = { ...shell('exec sleep 60'), ...PORTS, sidecars: [node(service('health-sidecar'))] };
  const host = await network.startHost({ ...AT, userData: generateUserData(command) });
  await connectTo(network);
  await host.stop();
  await expect(connectTo(network)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a sidecar that ends by itself is told with what it said', async () => {
  await using network = await startNetwork();
  const sidecars = [shell('exec sleep 60'), shell('echo oops; exit 3')];
  const command = { ...shell('exec sleep 60'), sidecars };
  const host = await network.startHost({ ...AT, userData: generateUserData(command) });
  expect(await host.exited).toEqual({ detail: 'of sidecar 2 ended with status 3\n    oops' });
  await expect(host.said!('something else')).rejects.toMatchObject({
    code: 'HARNESS_HOST_EXITED',
    message: expect.stringContaining('of sidecar 2 ended with status 3\n    oops'),
  });
});

test('what a program says is heard, and what it has said', async () => {
  await using network = await startNetwork();
  const sidecars = [shell('echo early; echo late >&2; exec sleep 60')];
  const command = { ...shell('exec sleep 60'), sidecars };
  const host = await network.startHost({ ...AT, userData: generateUserData(command) });
  await host.said!('late');
  await host.said!('early');
});

test('a sidecar that cannot start takes the service with it', async () => {
  await using network = await startNetwork();
  const command = {
    ...node(service('udp-upper')),
    ...PORTS,
    sidecars: [{ command: ['/no/such/program'], environment: {} }],
  };
  await expect(network.startHost({ ...AT, userData: generateUserData(command) })).rejects.toMatchObject({
    code: 'HARNESS_HOST_START_FAILED',
    message: expect.stringContaining('/no/such/program'),
  });
  await expect(connectTo(network)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('an image is refused, be it the service or a sidecar', async () => {
  await using network = await startNetwork();
  const image = { image: 'registry.example/dns:1', environment: {} };
  for (const config of [image, { ...shell('exec sleep 60'), sidecars: [image] }])
    await expect(network.startHost({ ...AT, userData: generateUserData(config) })).rejects.toMatchObject({
      code: 'HARNESS_CAPABILITY_MISSING',
      message: expect.stringContaining("'registry.example/dns:1'"),
    });
});
