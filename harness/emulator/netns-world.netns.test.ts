import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { deploy } from '../deployment/deploy.ts';
import { plainUserLacks, runAsPlainUser } from '../worlds/netns/plain-user.fixture.ts';
import type { WorldEvent } from '../worlds/world.ts';
import { startNetnsWorld } from './netns-world.ts';

const WORLD = fileURLToPath(new URL('./netns-world.fixture.ts', import.meta.url));

test('a world whose node is killed says so, and stops all the same', async () => {
  await using world = await startNetnsWorld();
  await using nlb = await deploy(world, { zones: 1, targets: 1 });
  expect((await world.snapshot())?.flows).toEqual([]);
  const fault = new Promise<WorldEvent>((resolve) =>
    world.onEvent((event) => {
      if (event.kind === 'fault') resolve(event);
    }),
  );
  process.kill(childThatRuns('/node/stdio.ts'), 'SIGKILL');
  expect((await fault).text).toContain('its process was ended by SIGKILL');
  await expect(world.snapshot()).rejects.toMatchObject({ code: 'HARNESS_NODE_LOST' });
  await expect(world.host(nlb.targets[0]!.instanceId!)).rejects.toMatchObject({ code: 'HARNESS_NODE_LOST' });
});

test('NLB-RT-04: in the world of a plain user targets see the address and port of the client', async ({
  skip,
}) => {
  const lacks = plainUserLacks(WORLD);
  skip(lacks !== undefined, lacks);
  const { said } = await runAsPlainUser(WORLD);
  expect(said.user).not.toBe(0);
  expect(said.from).toEqual({ address: said.node, port: 8080 });
  expect(said.seenSource).toEqual(said.local);
  expect(said.local).toMatchObject({ address: '203.0.113.1' });
});

/** The id of our child process with this in its command line. */
function childThatRuns(text: string): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  const found = children.find((id) => readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(text));
  return Number(found);
}
