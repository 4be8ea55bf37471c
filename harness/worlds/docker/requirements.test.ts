import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { EngineAddress } from './engine-address.ts';
import { engineRefusal } from './engine-refusal.ts';
import { examineDockerEngine } from './requirements.ts';

const LOCALSTACK = { endpoint: undefined, image: 'localstack/localstack:4.14.0' };

interface FakeEngine extends AsyncDisposable {
  readonly address: EngineAddress;
  /** Paths that were asked for. */
  readonly asked: readonly string[];
}

/** An engine of which only the answers are there. What it has no answer for it does not have. */
async function startEngine(answers: Readonly<Record<string, object>>): Promise<FakeEngine> {
  const asked: string[] = [];
  const reply = (response: ServerResponse, status: number, body: object) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  const server = createServer(({ url = '' }, response) => {
    const path = decodeURIComponent(url.split('?')[0]!);
    asked.push(path);
    const answer = answers[path] ?? (path === '/images/json' ? [] : undefined);
    if (answer) reply(response, 200, answer);
    else reply(response, 404, { message: `nothing at ${path}` });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: { url: `tcp://127.0.0.1:${port}`, source: 'DOCKER_HOST', certificates: undefined },
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const FACTS = {
  '/version': { Version: '20.10.24', ApiVersion: '1.41' },
  '/info': { OSType: 'linux', Architecture: 'aarch64', Driver: 'overlay2' },
};
const BASE = { '/images/own-base:1/json': { Id: 'sha256:1' } };
const LOCALSTACK_IMAGE = { '/images/localstack/localstack:4.14.0/json': { Id: 'sha256:2' } };

async function examine(
  answers: Readonly<Record<string, object>>,
  localStack: Parameters<typeof examineDockerEngine>[0] | null = LOCALSTACK,
) {
  vi.stubEnv('NLB_HOST_BASE_IMAGE', 'own-base:1');
  vi.stubEnv('NLB_HOST_IMAGE', '');
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', '');
  vi.stubEnv('RYUK_CONTAINER_IMAGE', '');
  try {
    await using engine = await startEngine(answers);
    const { required, helpful } = await examineDockerEngine(localStack ?? undefined, engine.address);
    const found = new Map([...required, ...helpful].map((finding) => [finding.what, finding]));
    return { found, missing: required.filter(({ ok }) => !ok).map(({ what }) => what), asked: engine.asked };
  } finally {
    vi.unstubAllEnvs();
  }
}

test('an engine with all that is needed works, and is described', async () => {
  const { found, missing } = await examine({ ...FACTS, ...BASE, ...LOCALSTACK_IMAGE });
  expect(missing).toEqual([]);
  expect(found.get('Docker engine')?.found).toMatch(/^20\.10\.24 \(API 1\.41\) at tcp:\/\/127\.0\.0\.1:\d+$/);
  expect(found.get('Linux containers')?.found).toBe('linux on aarch64');
  expect(found.get('host image')?.found).toBe('is built on own-base:1');
  expect(found.get('storage')).toMatchObject({ ok: true, found: 'overlay2' });
});

test('an engine that is too old is told apart, and asked nothing more', async () => {
  const { found, missing, asked } = await examine({
    ...FACTS,
    '/version': { Version: '19.03.15', ApiVersion: '1.40' },
  });
  expect(missing).toEqual(['Docker engine']);
  expect(found.get('Docker engine')).toMatchObject({
    found: expect.stringContaining('19.03.15 (API 1.40)'),
    remedy: 'Use Docker 20.10 (API 1.41) or newer',
  });
  expect(asked.toSorted()).toEqual(['/info', '/version']);
});

test('an API is newer by its number, not by its text', async () => {
  const { missing } = await examine({
    ...FACTS,
    ...BASE,
    ...LOCALSTACK_IMAGE,
    '/version': { Version: '99', ApiVersion: '1.100' },
  });
  expect(missing).toEqual([]);
});

test('an engine with Windows containers does not do', async () => {
  const { missing } = await examine({ ...FACTS, '/info': { ...FACTS['/info'], OSType: 'windows' } });
  expect(missing).toEqual(['Linux containers']);
});

test('images that are missing are looked for in the registry, and not pulled', async () => {
  const { found, missing, asked } = await examine({
    ...FACTS,
    '/distribution/own-base:1/json': { Descriptor: {} },
  });
  expect(missing).toEqual(['LocalStack']);
  expect(found.get('host image')?.found).toBe('is built on own-base:1, which will be pulled');
  expect(found.get('LocalStack')?.found).toContain('cannot be pulled: nothing at /distribution/localstack/');
  expect(found.get('LocalStack')?.remedy).toContain('NLB_LOCALSTACK_IMAGE names another image');
  expect(asked.filter((path) => path.startsWith('/images/create'))).toEqual([]);
});

test('a host image that cannot be built is missing, and the way out is named', async () => {
  const { found, missing } = await examine({ ...FACTS, ...LOCALSTACK_IMAGE });
  expect(missing).toEqual(['host image']);
  expect(found.get('host image')).toMatchObject({
    found: expect.stringMatching(/^cannot be built on own-base:1, which is not there/),
    remedy: expect.stringContaining('NLB_HOST_BASE_IMAGE'),
  });
});

test('a LocalStack that runs already needs no image', async () => {
  const running = { ...LOCALSTACK, endpoint: 'http://127.0.0.1:4510' };
  const { found, missing } = await examine({ ...FACTS, ...BASE }, running);
  expect(missing).toEqual([]);
  expect(found.get('LocalStack')?.found).toBe('the one at http://127.0.0.1:4510 is used');
});

test('where no LocalStack is wanted nothing is said of one', async () => {
  const { found, missing } = await examine({ ...FACTS, ...BASE }, null);
  expect(missing).toEqual([]);
  expect(found.has('LocalStack')).toBe(false);
});

test('storage that copies images and a Ryuk that is not there are told of, and not in the way', async () => {
  const info = { ...FACTS['/info'], Driver: 'vfs' };
  const { found, missing } = await examine({ ...FACTS, ...BASE, ...LOCALSTACK_IMAGE, '/info': info });
  expect(missing).toEqual([]);
  expect(found.get('storage')?.ok).toBe(false);
  expect(found.get('Ryuk')?.ok).toBe(false);
});

test('where nobody answers that is all that is found', async () => {
  const nowhere = { url: 'unix:///nowhere/docker.sock', source: 'DOCKER_HOST', certificates: undefined };
  expect(await examineDockerEngine(LOCALSTACK, nowhere)).toEqual({
    required: [
      {
        what: 'Docker engine',
        ok: false,
        found: 'unix:///nowhere/docker.sock (DOCKER_HOST): there is no engine',
        remedy: 'Start a Docker engine, or set DOCKER_HOST to one',
      },
    ],
    helpful: [],
  });
});

test('a place that cannot be an engine is named with who names it', async () => {
  const { required } = await examineDockerEngine(LOCALSTACK, {
    url: 'tcp://',
    source: 'DOCKER_HOST',
    certificates: undefined,
  });
  expect(required).toMatchObject([
    { ok: false, found: "'tcp://' is no place of a Docker engine (DOCKER_HOST)" },
  ]);
});

test.each([
  ['EACCES', 'you may not speak to it', 'sudo usermod -aG docker'],
  ['ECONNREFUSED', 'nobody answers', 'Start a Docker engine'],
  ['ENOTFOUND', 'there is no machine of this name', 'Correct DOCKER_HOST'],
  ['ETIMEDOUT', 'no answer', 'firewall'],
])('%s means that %s', (code, found, remedy) => {
  const address = { url: 'unix:///var/run/docker.sock', source: 'the usual place', certificates: undefined };
  const refusal = engineRefusal(address, Object.assign(new Error(code), { code }));
  expect(refusal.found).toBe(`unix:///var/run/docker.sock (the usual place): ${found}`);
  expect(refusal.remedy).toContain(remedy);
});
