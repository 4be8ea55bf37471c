import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { connectEngine } from '../worlds/docker/engine.ts';
import { removeLeftovers } from '../worlds/docker/leftovers.ts';
import { startTcpProxy, type TcpProxy } from '../worlds/docker/tcp-proxy.fixture.ts';
import { thingsOf, untilOnlyLeft } from '../worlds/docker/things-of-world.fixture.ts';
import { plainUserLacks, runAsPlainUser } from '../worlds/netns/plain-user.fixture.ts';

const WORLD = fileURLToPath(new URL('./docker-world.fixture.ts', import.meta.url));

interface Said {
  readonly [fact: string]: unknown;
  readonly worldId?: string;
}

/** A process that has a docker world, at the engine that this URL leads to. */
function startWorldProcess(url: string): { readonly process: ChildProcess; next(): Promise<Said> } {
  const child = spawn(process.execPath, [WORLD], {
    env: { ...process.env, DOCKER_HOST: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    next: async () => JSON.parse((await lines.next()).value as string),
  };
}

/** Another way to the engine: as a machine far away has it. */
async function startEngineProxy(): Promise<TcpProxy> {
  const { modem } = (await connectEngine()).docker;
  const { socketPath, host, port } = modem as { socketPath?: string; host?: string; port?: string };
  return startTcpProxy(socketPath ? { path: socketPath } : { host: host!, port: Number(port) });
}

async function refusalBy(url: string): Promise<Said> {
  const { next } = startWorldProcess(url);
  const said = await next();
  expect(said.code).toBe('HARNESS_DOCKER_UNAVAILABLE');
  return said;
}

async function listening<S extends Server>(server: S, place: object): Promise<S> {
  server.listen(place);
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return server;
}

test('where the socket of the engine is not there, that is said', async () => {
  const { message } = await refusalBy('unix:///run/nlb-harness-none.sock');
  expect(message).toContain('unix:///run/nlb-harness-none.sock (DOCKER_HOST): there is no engine');
});

test('where nobody answers at the port of the engine, that is said, and no other engine is taken', async () => {
  const closed = await listening(createServer(), { port: 0, host: '127.0.0.1' });
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, 'close');
  const { message } = await refusalBy(`tcp://127.0.0.1:${port}`);
  expect(message).toContain(`tcp://127.0.0.1:${port} (DOCKER_HOST): nobody answers`);
});

test('an engine that is too old is told of with its version', async () => {
  const answers: Record<string, object> = {
    version: { Version: '1.12.6', ApiVersion: '1.24', MinAPIVersion: '1.12' },
    info: { OSType: 'linux', Architecture: 'x86_64', Driver: 'overlay2' },
  };
  const old = createHttpServer(({ url = '' }, response) => {
    const answer = answers[url.split('/').at(-1)!];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { message: 'page not found' }));
  });
  const { port } = (await listening(old, { port: 0, host: '127.0.0.1' })).address() as AddressInfo;
  const { message } = await refusalBy(`tcp://127.0.0.1:${port}`);
  expect(message).toMatch(/1\.12\.6 \(API 1\.24\) at tcp:\S+ is too old\. Use Docker 20\.10/);
});

test('where this user may not speak to the engine, that is said', async ({ skip }) => {
  const lacks = plainUserLacks(WORLD);
  skip(lacks !== undefined, lacks);
  const folder = await mkdtemp(join(tmpdir(), 'nlb-harness-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await chmod(folder, 0o755);
  const path = join(folder, 'docker.sock');
  await listening(createServer(), { path });
  await chmod(path, 0);
  const { said } = await runAsPlainUser(WORLD, { DOCKER_HOST: `unix://${path}` });
  expect(said).toMatchObject({
    code: 'HARNESS_DOCKER_UNAVAILABLE',
    message: expect.stringMatching(/you may not speak to it\. Join the group that owns the socket/),
  });
});

test('a world lives on an engine that is reached by TCP, and goes with its process', async () => {
  using proxy = await startEngineProxy();
  const world = startWorldProcess(`tcp://${proxy.address}`);
  const said = await world.next();
  expect(said).toMatchObject({
    from: { address: said.node, port: 8080 },
    seenSource: said.local,
    received: 1,
    lookedUp: expect.stringContaining(String(said.node)),
    withFile: {
      code: 'HARNESS_ARGUMENT_INVALID',
      message: expect.stringContaining('The command names package.json, a file of this machine'),
    },
  });
  const worldId = said.worldId!;
  expect(await thingsOf(worldId)).toHaveLength(5);
  world.process.kill('SIGKILL');
  await untilOnlyLeft(worldId, []);
});

test('a world whose engine goes says so, and comes to its end', async () => {
  using proxy = await startEngineProxy();
  const world = startWorldProcess(`tcp://${proxy.address}`);
  const { worldId } = await world.next();
  proxy.cut();
  const said = await world.next();
  expect(said.faults).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        /The container of \S+ is gone: the Docker engine does not answer any more \(.*ECONNREFUSED/,
      ),
    ]),
  );
  expect(said.later).toMatchObject({ code: 'HARNESS_CONTAINER_LOST' });
  expect(said.stop).toMatchObject({
    errors: [
      {
        code: 'HARNESS_DOCKER_UNAVAILABLE',
        message: expect.stringMatching(/nlb-harness\.world=\w+ could not all be removed: .*ECONNREFUSED/),
      },
    ],
  });
  await once(world.process, 'exit');
  await untilOnlyLeft(worldId!, [`nlb-harness-${worldId}`]);
  await removeLeftovers((await connectEngine()).docker);
  expect(await thingsOf(worldId!)).toEqual([]);
});
