import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { AgentClient } from '../../targets/agent-client.ts';
import { generateUserData, parseUserData } from '../../targets/user-data.ts';
import { AGENT, askUdp, parseAgent, testPrivateHostNetwork } from '../private-host-network.fixture.ts';
import { startDockerHostNetwork } from './docker-host-network.ts';
import { connectEngine } from './engine.ts';
import { thingsOf, untilOnlyLeft } from './things-of-world.fixture.ts';

const OWN_PROCESS = fileURLToPath(new URL('./own-process.fixture.ts', import.meta.url));

const start = () => startDockerHostNetwork({ parseUserData: (text) => parseUserData(text) ?? parseAgent() });

testPrivateHostNetwork({
  start,
  countReceived: async ({ control }) => (await new AgentClient(control!).state()).udp.received,
});

test('two networks at the same time have hosts at the same address', async () => {
  const networks = await Promise.all([start(), start()]);
  await using stack = new AsyncDisposableStack();
  for (const network of networks) stack.use(network);
  const spec = { id: 'i-1', address: '172.31.0.4', userData: AGENT };
  await Promise.all(networks.map((network) => network.startHost(spec)));
  for (const network of networks) expect(await askUdp(network, spec.address)).toMatch(/^203/);
});

test('a network that was stopped leaves no container and no network', async () => {
  const network = await start();
  await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: AGENT });
  expect(await thingsOf(network.worldId)).toHaveLength(4);
  await network[Symbol.asyncDispose]();
  expect(await thingsOf(network.worldId)).toEqual([]);
});

test('with a harness that is killed all it had goes, without Ryuk and without a next start', async () => {
  const harness = startOwnProcess();
  const [said] = await once(createInterface({ input: harness.stdout }), 'line');
  const { worldId } = JSON.parse(said);
  expect(await thingsOf(worldId), 'router, Internet, two hosts, program, network').toHaveLength(6);
  harness.kill('SIGKILL');
  await untilOnlyLeft(worldId, []);
});

test('a harness that has stopped its network ends by itself: what guards it keeps nothing', async () => {
  const harness = startOwnProcess('stop');
  const ended = once(harness, 'exit');
  const [said] = await once(createInterface({ input: harness.stdout }), 'line');
  expect(await ended).toEqual([0, null]);
  expect(await thingsOf(JSON.parse(said).worldId)).toEqual([]);
});

/** See own-process.fixture.ts. */
function startOwnProcess(...parameters: string[]) {
  const harness = spawn(process.execPath, [OWN_PROCESS, ...parameters], {
    env: { ...process.env, TESTCONTAINERS_RYUK_DISABLED: 'true' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    harness.kill('SIGKILL');
  });
  return harness;
}

test('a host whose container somebody removes says so, and the others go on', async () => {
  await using network = await start();
  const spec = { id: 'i-1', address: '172.31.0.4', userData: AGENT };
  const host = await network.startHost(spec);
  await network.startHost({ id: 'i-2', address: '172.31.0.5', userData: AGENT });
  const { docker } = await connectEngine();
  await docker.getContainer(`nlb-harness-${network.worldId}-i-1`).remove({ force: true });
  expect((await host.exited).detail).toMatch(/was ended by SIGKILL|The container of i-1 is gone/);
  expect(await askUdp(network, '172.31.0.5')).toMatch(/^203/);
});

test('a network whose router somebody removes is lost, says so, and stops all the same', async () => {
  await using network = await start();
  const { docker } = await connectEngine();
  await docker.getContainer(`nlb-harness-${network.worldId}-router`).remove({ force: true });
  await expect(network.followNodes(['172.31.0.9'])).rejects.toMatchObject({
    code: 'HARNESS_CONTAINER_LOST',
    message: expect.stringContaining('The container of router is gone'),
  });
});

test('a command that is not there is told of with its name', async () => {
  await using network = await start();
  const userData = generateUserData({ command: ['no-such-program'], environment: {} });
  const starting = network.startHost({ id: 'i-1', address: '172.31.0.4', userData });
  await expect(starting).rejects.toMatchObject({
    code: 'HARNESS_HOST_START_FAILED',
    message: expect.stringContaining('Cannot run no-such-program'),
  });
  expect(await thingsOf(network.worldId), 'router, Internet, network').toHaveLength(3);
});

test('an image that is not there and cannot be pulled is named', async () => {
  await using network = await start();
  const userData = generateUserData({ image: 'nlb-harness.invalid/none:1', environment: {} });
  const starting = network.startHost({ id: 'i-1', address: '172.31.0.4', userData });
  await expect(starting).rejects.toMatchObject({
    code: 'HARNESS_IMAGE_MISSING',
    message: expect.stringContaining('nlb-harness.invalid/none:1'),
  });
});
