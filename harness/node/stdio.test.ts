import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { actualOf, CLIENT_ADDRESS, listenerRoute, routesOf, SETTINGS, targetAt } from './node-bed.fixture.ts';
import type { NodeCommand, NodeEvent } from './protocol.ts';
import { UdpPeer } from './udp-peer.fixture.ts';

class StdioNode {
  readonly #process = spawn(process.execPath, [fileURLToPath(new URL('./stdio.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  readonly #events = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  readonly exited = once(this.#process, 'exit').then(([code]) => code as number | null);

  async next(): Promise<NodeEvent> {
    return JSON.parse((await this.#events.next()).value ?? 'null') as NodeEvent;
  }

  async command(command: NodeCommand): Promise<NodeEvent> {
    this.#process.stdin.write(`${JSON.stringify(command)}\n`);
    return this.next();
  }

  endInput(): void {
    this.#process.stdin.end();
  }
}

test('a node as a process obeys lines on stdin, answers on stdout, and exits when it is stopped', async () => {
  const node = new StdioNode();
  expect(await node.next()).toEqual({ type: 'ready' });
  const settings = { ...SETTINGS, reportFlows: false };
  expect(await node.command({ type: 'configure', id: 1, settings })).toEqual({ type: 'done', id: 1 });
  await using target = await UdpPeer.open('127.211.1.1', { echoes: true });
  await using client = await UdpPeer.open(CLIENT_ADDRESS);
  const routes = routesOf([listenerRoute(8080, [targetAt(target.local)])]);
  const applied = await node.command({ type: 'routes', id: 2, routes });
  if (applied.type !== 'done' || applied.result?.kind !== 'routes') return expect.unreachable(applied.type);
  const reply = await client.exchange('over a pipe', actualOf(applied.result.listening, 8080));
  expect(reply.payload.toString()).toBe('over a pipe');
  const answer = await node.command({ type: 'snapshot', id: 3 });
  expect(answer).toMatchObject({
    id: 3,
    result: {
      snapshot: { counters: { toTargets: { received: 1, forwarded: 1 }, toClients: { forwarded: 1 } } },
    },
  });
  expect(await node.command({ type: 'stop', id: 4 })).toEqual({ type: 'done', id: 4 });
  expect(await node.exited).toBe(0);
});

test('a node as a process ends when nobody holds its stdin any more', async () => {
  const node = new StdioNode();
  await node.next();
  await node.command({ type: 'configure', id: 1, settings: SETTINGS });
  await node.command({ type: 'routes', id: 2, routes: routesOf([listenerRoute(8080, [])]) });
  node.endInput();
  expect(await node.exited).toBe(0);
});

test('a node as a process answers a command that comes before its settings as a defect', async () => {
  const node = new StdioNode();
  await node.next();
  expect(await node.command({ type: 'sweep', id: 1 })).toMatchObject({
    type: 'failed',
    id: 1,
    code: 'HARNESS_INVARIANT_BROKEN',
    message: expect.stringContaining("got 'sweep' before its settings"),
  });
  node.endInput();
  await node.exited;
});
