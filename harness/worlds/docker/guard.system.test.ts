import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';
import type { GuardTask } from './guard.ts';

const GUARD = fileURLToPath(new URL('./guard-process.ts', import.meta.url));
const OWNER = fileURLToPath(new URL('./owner.fixture.ts', import.meta.url));
/** No process that a test starts is the child of this one. */
const ENDED = 1;

/** As much of an engine as a guard asks for. */
class FakeEngine {
  /** `DELETE /containers/c1?force=1&v=1`; of lists only the label that was asked for. */
  readonly asked: string[] = [];
  readonly #containers = new Set(['c1', 'c2']);
  readonly #networks = new Set(['n1']);
  /** How often a network is still in use when it is to be removed. */
  #inUse: number;
  /** How often nothing at all can be said. */
  #troubles: number;

  constructor({ inUse = 0, troubles = 0 } = {}) {
    this.#inUse = inUse;
    this.#troubles = troubles;
  }

  readonly answer: RequestListener = ({ method, url = '' }, response) => {
    if (this.#troubles-- > 0) {
      response.writeHead(500).end('{"message":"no space left on device"}');
      return;
    }
    const { pathname, searchParams } = new URL(url, 'http://engine');
    const [, kind, id = ''] = pathname.split('/');
    const things = kind === 'networks' ? this.#networks : this.#containers;
    if (method === 'GET') {
      this.asked.push(JSON.parse(searchParams.get('filters')!).label[0]);
      response.end(JSON.stringify([...things].map((Id) => ({ Id }))));
      return;
    }
    this.asked.push(`${method} ${url}`);
    const isRefused = kind === 'networks' && this.#inUse-- > 0;
    if (!isRefused) things.delete(id);
    response.writeHead(isRefused ? 403 : 204).end();
  };

  get left(): string[] {
    return [...this.#containers, ...this.#networks];
  }

  get removals(): string[] {
    return this.asked.filter((what) => what.startsWith('DELETE'));
  }
}

async function listening(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** The process itself, which a harness never sees again. */
function startGuard(task: GuardTask): ChildProcess {
  const guard = spawn(process.execPath, [GUARD], { stdio: ['pipe', 'ignore', 'inherit'] });
  onTestFinished(() => {
    guard.kill('SIGKILL');
  });
  guard.stdin.end(JSON.stringify(task));
  return guard;
}

const taskOf = (port: number, owner = ENDED): GuardTask => ({
  engine: { protocol: 'http', host: '127.0.0.1', port },
  label: `nlb-harness.owner=here/${owner}`,
  owner,
});

test('containers go with their volumes, then networks, and then the guard', async () => {
  const engine = new FakeEngine();
  const guard = startGuard(taskOf(await listening(createServer(engine.answer))));
  expect(await once(guard, 'exit')).toEqual([0, null]);
  expect(engine.left).toEqual([]);
  const [network, ...containers] = engine.removals.toReversed();
  expect(network).toBe('DELETE /networks/n1');
  // All at once, so in any order.
  expect(containers.toSorted()).toEqual([
    'DELETE /containers/c1?force=1&v=1',
    'DELETE /containers/c2?force=1&v=1',
  ]);
});

test('a network that is still in use goes when it is not any more', async () => {
  const engine = new FakeEngine({ inUse: 2 });
  const guard = startGuard(taskOf(await listening(createServer(engine.answer))));
  expect(await once(guard, 'exit')).toEqual([0, null]);
  expect(engine.left).toEqual([]);
  expect(engine.removals.filter((what) => what.includes('n1'))).toHaveLength(3);
});

test('an engine that fails, or ends the connection, is asked again', async () => {
  const engine = new FakeEngine({ troubles: 3 });
  const server = createServer(engine.answer);
  server.once('connection', (connection) => connection.destroy());
  const guard = startGuard(taskOf(await listening(server)));
  expect(await once(guard, 'exit')).toEqual([0, null]);
  expect(engine.left).toEqual([]);
});

test('while its owner lives a guard removes nothing, though the thread that started it has ended', async () => {
  const engine = new FakeEngine();
  const port = await listening(createServer(engine.answer));
  startGuard(taskOf(port, process.pid));
  // Started later, and when this one is through the other would have been.
  await once(startGuard(taskOf(port)), 'exit');
  expect(engine.asked).not.toContain(taskOf(port, process.pid).label);
});

test('an engine that speaks TLS is asked with the keys of this side', async () => {
  const engine = new FakeEngine();
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'engine' }], {
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const server = createTlsServer(
    { cert, key, ca: cert, requestCert: true, rejectUnauthorized: true },
    engine.answer,
  );
  const task = taskOf(await listening(server));
  const guard = startGuard({ ...task, engine: { ...task.engine, protocol: 'https', ca: [cert], cert, key } });
  await once(guard, 'exit');
  expect(engine.left).toEqual([]);
});

test('an owner that is killed has what bears its label removed, and nothing else is asked for', async () => {
  const engine = new FakeEngine();
  const server = createServer(engine.answer);
  const port = await listening(server);
  const owner = spawn(process.execPath, [OWNER, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    owner.kill('SIGKILL');
  });
  const [said] = await once(owner.stdout, 'data');
  const { before, after } = JSON.parse(said);
  expect(after, 'a guard is no open handle of its owner').toEqual(before);
  expect(engine.asked).toEqual([]);
  // The guard's own: with it goes the guard.
  const connected = once(server, 'connection');
  owner.kill('SIGKILL');
  const [connection] = await connected;
  await once(connection, 'close');
  expect(engine.left).toEqual([]);
  const labels = engine.asked.filter((what) => !what.startsWith('DELETE'));
  expect(new Set(labels).size).toBe(1);
  expect(labels[0]).toMatch(new RegExp(`^nlb-harness\\.owner=.+/${owner.pid}$`));
});
