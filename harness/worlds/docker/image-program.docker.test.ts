import { expect, test } from 'vitest';
import { generateUserData, parseUserData } from '../../targets/user-data.ts';
import { startDockerHostNetwork } from './docker-host-network.ts';
import { connectEngine } from './engine.ts';
import { hostImageName } from './host-image.ts';
import { programsOf, thingsOf } from './things-of-world.fixture.ts';

/** User data that runs a script in an image that is surely there. */
function script(text: string): string {
  return generateUserData({ image: hostImageName(), command: ['sh', '-c', text], environment: {} });
}

const PLACE = { id: 'i-1', address: '172.31.0.4' };

test('a program of an image that ends by itself is told of with its status and last words', async () => {
  await using network = await startDockerHostNetwork({ parseUserData });
  const userData = script('echo begun; sleep 0.2; echo no more money >&2; exit 3');
  const host = await network.startHost({ ...PLACE, userData });
  const { detail } = await host.exited;
  expect(detail).toBe('ended with status 3\n    begun\n    no more money');
  await host.stop();
  expect(await thingsOf(network.worldId), 'router, Internet, network').toHaveLength(3);
});

test('a program of an image that somebody kills is told of, and the host is there still', async () => {
  await using network = await startDockerHostNetwork({ parseUserData });
  const host = await network.startHost({ ...PLACE, userData: script('echo begun; exec sleep 600') });
  await host.said!('begun');
  const { docker } = await connectEngine();
  const [name = ''] = await programsOf(network.worldId);
  await docker.getContainer(name.slice(1)).kill();
  expect((await host.exited).detail).toBe('ended with status 137\n    begun');
  const command = await host.run!(['hostname']);
  expect(await command.said('i-1')).toContain('i-1');
});

test('a program of an image goes with its host, also where it ignores SIGTERM', async () => {
  await using network = await startDockerHostNetwork({ parseUserData });
  const host = await network.startHost({
    ...PLACE,
    userData: script('trap "" TERM; echo begun; sleep 600 & wait; sleep 600'),
  });
  await host.said!('begun');
  await host.stop();
  expect(await thingsOf(network.worldId), 'router, Internet, network').toHaveLength(3);
});

test('an image without the program that is to run there is not taken for one that is missing', async () => {
  await using network = await startDockerHostNetwork({ parseUserData });
  const userData = generateUserData({
    image: hostImageName(),
    command: ['no-such-program'],
    environment: {},
  });
  await expect(network.startHost({ ...PLACE, userData })).rejects.toMatchObject({
    code: 'HARNESS_CONTAINER_START_FAILED',
    message: expect.stringContaining('no-such-program'),
  });
  expect(await thingsOf(network.worldId), 'router, Internet, network').toHaveLength(3);
});
