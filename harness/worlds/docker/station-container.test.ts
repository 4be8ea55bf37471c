import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { StationContainer } from './station-container.ts';

test('of a container that cannot start, neither it nor the connection to it is left', async () => {
  const connection = new PassThrough();
  const asked: string[] = [];
  const container = {
    id: 'c-1',
    modem: { demuxStream: () => undefined },
    attach: async () => connection,
    start: async () => {
      throw new Error('no space left on device');
    },
    inspect: async () => ({ State: {} }),
    remove: async () => asked.push('remove'),
  };
  const docker = { createContainer: async () => container } as unknown as Docker;
  const ground = {
    engine: { docker, labels: {}, isLocal: true },
    worldId: 'w',
    image: 'nlb-harness-host:1',
    network: 'n',
  };
  await expect(StationContainer.start(ground, { role: 'host', name: 'i-1' })).rejects.toMatchObject({
    code: 'HARNESS_CONTAINER_START_FAILED',
    message: expect.stringContaining('no space left on device'),
  });
  expect(asked).toEqual(['remove']);
  expect(connection.destroyed).toBe(true);
});
