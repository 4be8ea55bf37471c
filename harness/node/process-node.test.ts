import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLocalProgram } from '../worlds/loopback/local-program.ts';
import { partEnvironment } from '../worlds/netns/program-environment.ts';
import { actualOf, CLIENT_ADDRESS, listenerRoute, routesOf, SETTINGS, targetAt } from './node-bed.fixture.ts';
import { NODE_ENTRY, startProcessNode } from './process-node.ts';
import { UdpPeer } from './udp-peer.fixture.ts';

/** Starts a node's process by a command that runs another one, given as its last arguments. */
function startBy(enter: readonly string[]) {
  return startLocalProgram({
    command: [...enter, process.execPath, NODE_ENTRY],
    environment: partEnvironment(),
    endsWithInput: true,
  });
}

test('a node as a process of its own forwards, and ends when it is stopped', async () => {
  const node = await startProcessNode(SETTINGS, await startBy([]));
  await using target = await UdpPeer.open('127.211.1.1', { echoes: true });
  await using client = await UdpPeer.open(CLIENT_ADDRESS);
  const bound = await node.applyRoutes(routesOf([listenerRoute(8080, [targetAt(target.local)])]));
  const reply = await client.exchange('over there', actualOf(bound, 8080));
  expect(reply.payload.toString()).toBe('over there');
  await node.stop();
  await node.stop();
  await expect(node.snapshot()).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
});

test('a node whose process is killed is lost, and says so to whoever asks it something', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nlb-test-'));
  const pidFile = join(folder, 'pid');
  // The shell becomes the node, so the id that it writes down is the node's.
  const node = await startProcessNode(
    SETTINGS,
    await startBy(['/bin/sh', '-c', 'echo $$ > "$0"; exec "$@"', pidFile]),
  );
  process.kill(Number(await readFile(pidFile, 'utf8')), 'SIGKILL');
  expect((await node.lost).message).toBe('its process was ended by SIGKILL');
  await expect(node.snapshot()).rejects.toMatchObject({ code: 'HARNESS_NODE_LOST' });
  await node.stop();
  await rm(folder, { recursive: true });
});

test('a node that cannot be started says what went wrong', async () => {
  const start = startProcessNode(SETTINGS, await startBy(['/bin/sh', '-c', 'echo no way in >&2; exit 3']));
  await expect(start).rejects.toMatchObject({
    code: 'HARNESS_NODE_LOST',
    message: expect.stringContaining('its process ended with status 3, having said: no way in'),
  });
});
