import { expect, test } from 'vitest';
import { connectionOptions } from './docker-host.ts';

test.each([
  [undefined, 'linux', { socketPath: '/var/run/docker.sock' }],
  ['', 'darwin', { socketPath: '/var/run/docker.sock' }],
  [undefined, 'win32', { socketPath: '//./pipe/docker_engine' }],
  ['unix:///run/user/1000/docker.sock', 'linux', { socketPath: '/run/user/1000/docker.sock' }],
  ['tcp://192.0.2.1:2376', 'linux', { host: '192.0.2.1', port: '2376' }],
  ['tcp://engine', 'linux', { host: 'engine', port: '2375' }],
] as const)('DOCKER_HOST %j on %s is asked at %j', (dockerHost, platform, options) => {
  expect(connectionOptions(dockerHost, platform).options).toEqual(options);
});

test('an engine behind SSH is named and not asked', () => {
  expect(connectionOptions('ssh://me@engine', 'linux')).toEqual({
    place: 'ssh://me@engine',
    options: undefined,
  });
});
