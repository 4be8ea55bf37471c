import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { startDockerHost } from './docker-host.ts';
import { PACKAGE_VERSION } from './station/package-version.ts';
import type { StationContainer } from './station-container.ts';

const READY = `${JSON.stringify({ type: 'ready', version: PACKAGE_VERSION })}\n`;

test('a host that the router does not take leaves no container behind', async () => {
  const connection = new PassThrough();
  const output = Promise.withResolvers<PassThrough>();
  const asked: string[] = [];
  const container = {
    id: 'c-1',
    modem: { demuxStream: (_: unknown, stdout: PassThrough) => output.resolve(stdout) },
    attach: async () => connection,
    // Later than the router's answer.
    start: async () => setImmediate(async () => (await output.promise).write(READY)),
    inspect: async () => ({ State: {} }),
    remove: async () => asked.push('remove'),
  };
  const docker = { createContainer: async () => container } as unknown as Docker;
  const router = {
    station: {
      request: async ({ type }: { type: string }) => {
        if (type === 'add-host') throw new Error('the router is gone');
      },
    },
  };
  const starting = startDockerHost({ id: 'i-1', address: '172.31.0.4', userData: undefined }, undefined, {
    ground: {
      engine: { docker, labels: {}, isLocal: true },
      worldId: 'w',
      image: 'nlb-harness-host:1',
      network: 'n',
    },
    router: router as unknown as StationContainer,
    folder: { mounts: [], inside: undefined, check: (command) => command },
    abandoned: new Promise(() => undefined),
    onStopped: () => undefined,
  });
  await expect(starting).rejects.toThrow('the router is gone');
  expect(asked).toEqual(['remove']);
});
