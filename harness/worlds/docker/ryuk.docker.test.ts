import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { GenericContainer } from 'testcontainers';
import { expect, onTestFinished, test } from 'vitest';
import { thingsOf, untilOnlyLeft } from './things-of-world.fixture.ts';

const OWN_PROCESS = fileURLToPath(new URL('./own-process.fixture.ts', import.meta.url));
const REAPER = fileURLToPath(new URL('../../../fixtures/images/reaper/', import.meta.url));
const IMAGE = 'nlb-harness-fixture/reaper:latest';

test('where Ryuk is to be had, all that a killed harness had goes at once', async () => {
  await GenericContainer.fromDockerfile(REAPER).build(IMAGE, { deleteOnExit: false });
  const harness = spawn(process.execPath, [OWN_PROCESS], {
    env: {
      ...process.env,
      RYUK_CONTAINER_IMAGE: IMAGE,
      TESTCONTAINERS_RYUK_DISABLED: undefined,
      // Else other processes would have it remove what is theirs, too.
      TESTCONTAINERS_RYUK_TEST_LABEL: 'true',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    harness.kill('SIGKILL');
  });
  const [said] = await once(createInterface({ input: harness.stdout }), 'line');
  const { worldId } = JSON.parse(said);
  expect(await thingsOf(worldId), 'router, Internet, two hosts, program, network').toHaveLength(6);
  harness.kill('SIGKILL');
  await untilOnlyLeft(worldId, []);
});
