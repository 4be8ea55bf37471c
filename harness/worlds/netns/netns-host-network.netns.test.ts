import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { AgentClient } from '../../targets/agent-client.ts';
import { AGENT, parseAgent, testPrivateHostNetwork } from '../private-host-network.fixture.ts';
import { startNetnsHostNetwork } from './netns-host-network.ts';
import { plainUserLacks, runAsPlainUser } from './plain-user.fixture.ts';

const OWN_PROCESS = fileURLToPath(new URL('./own-process.fixture.ts', import.meta.url));
/** For tests of the network alone: without rules everything is forwarded. */
const start = () => startNetnsHostNetwork({ parseUserData: parseAgent });

testPrivateHostNetwork({
  start,
  countReceived: async ({ control }) => (await new AgentClient(control!).state()).udp.received,
});

test('a network whose holder is killed is lost, and says so to whoever asks it something', async () => {
  await using network = await start();
  const host = await network.startHost({ id: 'i-1', address: '172.31.0.4', userData: AGENT });
  const { entrance } = host;
  const enter = entrance?.kind === 'command' ? entrance.command : [];
  const holderId = Number(enter[enter.indexOf('--target') + 1]);
  process.kill(holderId, 'SIGKILL');
  const opening = network.openClientSocket({ address: undefined, port: undefined });
  await expect(opening).rejects.toMatchObject({
    code: 'HARNESS_NETWORK_LOST',
    message: expect.stringContaining('ended by itself'),
  });
  await host.stop();
});

test('a plain user has the same network, and leaves nothing behind', async ({ skip }) => {
  const lacks = plainUserLacks(OWN_PROCESS);
  skip(lacks !== undefined, lacks);
  const { said, rest } = await runAsPlainUser(OWN_PROCESS);
  expect(said.user).not.toBe(0);
  expect(said.source).toBe('203.0.113.9:40000');
  expect(rest).toBe('gone: null');
  await expect(access(String(said.directory))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('with a harness that is killed its network goes, and the programs in it', async () => {
  const harness = spawn(process.execPath, [OWN_PROCESS, 'hold'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: harness.stdout });
  const [said] = await once(lines, 'line');
  const { directory } = JSON.parse(said);
  harness.kill('SIGKILL');
  // Its holder ends next, and takes the directory along.
  await once(harness, 'exit');
  await goneFromDisk(directory);
});

/** Resolves when there is no such file any more; the time-out of the test ends a wait in vain. */
async function goneFromDisk(path: string): Promise<void> {
  while (
    await access(path).then(
      () => true,
      () => false,
    )
  )
    await new Promise((resolve) => setImmediate(resolve));
}
