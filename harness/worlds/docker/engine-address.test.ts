import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EngineSurroundings, engineAddress } from './engine-address.ts';
import { engineElsewhere } from './engine-elsewhere.ts';

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'nlb-engine-'));
  mkdirSync(join(home, '.docker', 'run'), { recursive: true });
  writeFileSync(join(home, '.docker', 'run', 'docker.sock'), '');
  for (const [name, url] of [
    ['faraway', 'ssh://me@engine'],
    ['secure', 'tcp://192.0.2.1:2376'],
  ] as const) {
    const place = createHash('sha256').update(name).digest('hex');
    const meta = join(home, '.docker', 'contexts', 'meta', place);
    mkdirSync(meta, { recursive: true });
    writeFileSync(
      join(meta, 'meta.json'),
      JSON.stringify({ Name: name, Endpoints: { docker: { Host: url } } }),
    );
    if (name === 'secure')
      mkdirSync(join(home, '.docker', 'contexts', 'tls', place, 'docker'), { recursive: true });
  }
});

afterAll(() => rmSync(home, { recursive: true }));

function surroundings(
  environment: EngineSurroundings['environment'],
  platform: NodeJS.Platform = 'linux',
): EngineSurroundings {
  return { environment, platform, home };
}

test.each([
  ['unix:///run/user/1000/docker.sock', 'unix:///run/user/1000/docker.sock'],
  ['192.0.2.1:2375', 'tcp://192.0.2.1:2375'],
])('DOCKER_HOST %s is asked at %s, whatever the context', (DOCKER_HOST, url) => {
  expect(engineAddress(surroundings({ DOCKER_HOST, DOCKER_CONTEXT: 'faraway' }))).toEqual({
    url,
    source: 'DOCKER_HOST',
    certificates: undefined,
  });
});

test('an engine that speaks TLS is met with the certificates of DOCKER_CERT_PATH, else with those at home', () => {
  const DOCKER_HOST = 'tcp://192.0.2.1:2376';
  expect(engineAddress(surroundings({ DOCKER_HOST, DOCKER_CERT_PATH: '/certs' })).certificates).toBe(
    '/certs',
  );
  expect(engineAddress(surroundings({ DOCKER_HOST })).certificates).toBe(join(home, '.docker'));
});

test('the context that was chosen says where the engine is', () => {
  expect(engineAddress(surroundings({ DOCKER_CONTEXT: 'faraway' }))).toEqual({
    url: 'ssh://me@engine',
    source: "the context 'faraway'",
    certificates: undefined,
  });
  const { url, certificates } = engineAddress(surroundings({ DOCKER_CONTEXT: 'secure' }));
  expect(url).toBe('tcp://192.0.2.1:2376');
  expect(certificates).toMatch(/contexts.tls.[0-9a-f]{64}.docker$/);
});

test('the current context of the docker command counts where no other is named', () => {
  const config = mkdtempSync(join(home, 'config-'));
  writeFileSync(join(config, 'config.json'), JSON.stringify({ currentContext: 'secure' }));
  // Its contexts are elsewhere: one that is not there is as none at all.
  expect(engineAddress(surroundings({ DOCKER_CONFIG: config })).source).toBe('the usual place');
  writeFileSync(join(home, '.docker', 'config.json'), JSON.stringify({ currentContext: 'secure' }));
  expect(engineAddress(surroundings({})).url).toBe('tcp://192.0.2.1:2376');
  expect(engineAddress(surroundings({ DOCKER_CONTEXT: 'default' })).source).toBe('the usual place');
  rmSync(join(home, '.docker', 'config.json'));
});

test('without all of these the engine is where engines have their sockets', () => {
  expect(engineAddress(surroundings({}, 'win32')).url).toBe('npipe:////./pipe/docker_engine');
  // Whichever of them this machine has.
  expect([`unix:///var/run/docker.sock`, `unix://${join(home, '.docker', 'run', 'docker.sock')}`]).toContain(
    engineAddress(surroundings({})).url,
  );
});

test.each([
  ['unix:///var/run/docker.sock', undefined],
  ['npipe:////./pipe/docker_engine', undefined],
  ['tcp://127.0.0.1:2375', undefined],
  ['tcp://localhost:2375', undefined],
  ['tcp://[::1]:2375', undefined],
  ['tcp://192.0.2.1:2376', '192.0.2.1'],
  ['ssh://me@engine', 'engine'],
])('an engine at %s is on another machine: %s', (url, machine) => {
  expect(engineElsewhere({ url, source: '', certificates: undefined })).toBe(machine);
});
