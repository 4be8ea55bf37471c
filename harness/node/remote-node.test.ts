import { expect, test } from 'vitest';
import { HarnessError } from '../errors.ts';
import { fromFailure, toFailure } from './failure.ts';
import { actualOf, CLIENT_ADDRESS, listenerRoute, routesOf, SETTINGS, targetAt } from './node-bed.fixture.ts';
import type { NodeTransport } from './node-transport.ts';
import type { NodeCommand, NodeEvent } from './protocol.ts';
import { startRemoteNode } from './remote-node.ts';
import { UdpPeer } from './udp-peer.fixture.ts';
import { startWorkerNode } from './worker-node.ts';

/** A node that answers what the test says, and dies when the test says. */
class ScriptedTransport implements NodeTransport {
  readonly posted: NodeCommand[] = [];
  closed = 0;
  readonly #lost = Promise.withResolvers<Error>();
  readonly lost = this.#lost.promise;
  emit: (event: NodeEvent) => void = () => undefined;
  readonly #answer: (command: NodeCommand) => NodeEvent | undefined;

  constructor(answer: (command: NodeCommand) => NodeEvent | undefined) {
    this.#answer = answer;
  }

  post(command: NodeCommand): void {
    this.posted.push(command);
    const answer = this.#answer(command);
    if (answer) queueMicrotask(() => this.emit(answer));
  }

  onEvent(listener: (event: NodeEvent) => void): void {
    this.emit = listener;
    queueMicrotask(() => listener({ type: 'ready' }));
  }

  die(message: string): void {
    this.#lost.resolve(new Error(message));
  }

  async close(): Promise<void> {
    this.closed++;
  }
}

const answersOnlyConfigure = (command: NodeCommand): NodeEvent | undefined =>
  command.type === 'configure' ? { type: 'done', id: command.id } : undefined;

test('every pending and later command rejects when the node is lost', async () => {
  const transport = new ScriptedTransport(answersOnlyConfigure);
  const node = await startRemoteNode(transport, SETTINGS);
  const pending = [node.sweep(), node.snapshot(), node.probe(tcpProbe).result];
  transport.die('the roof fell in');
  for (const command of pending)
    await expect(command).rejects.toMatchObject({
      code: 'HARNESS_NODE_LOST',
      message: expect.stringContaining('the roof fell in'),
    });
  expect((await node.lost).message).toBe('the roof fell in');
  await expect(node.sweep()).rejects.toMatchObject({ code: 'HARNESS_NODE_LOST' });
  await node.stop();
  expect(transport.closed).toBe(1);
});

test('stop ends the node once, however often and concurrently it is called', async () => {
  const transport = new ScriptedTransport((command) =>
    'id' in command ? { type: 'done', id: command.id } : undefined,
  );
  const node = await startRemoteNode(transport, SETTINGS);
  await Promise.all([node.stop(), node.stop()]);
  await node.stop();
  expect(transport.posted.map(({ type }) => type)).toEqual(['configure', 'stop']);
  expect(transport.closed).toBe(1);
  await expect(node.snapshot()).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
});

test('stop resolves when the node dies while it stops', async () => {
  const transport = new ScriptedTransport(answersOnlyConfigure);
  const node = await startRemoteNode(transport, SETTINGS);
  const stopped = node.stop();
  transport.die('gone');
  await expect(stopped).resolves.toBeUndefined();
});

test('a start that fails closes the transport and keeps the first error', async () => {
  const failure = { code: 'HARNESS_INVARIANT_BROKEN', message: 'no', remedy: 'Do' };
  const transport = new ScriptedTransport((command) =>
    'id' in command ? { type: 'failed', id: command.id, ...failure } : undefined,
  );
  await expect(startRemoteNode(transport, SETTINGS)).rejects.toMatchObject({
    message: expect.stringMatching(/^no/),
  });
  expect(transport.closed).toBe(1);
});

test('a command of the wrong answer is called a defect', async () => {
  const transport = new ScriptedTransport((command) =>
    'id' in command ? { type: 'done', id: command.id } : undefined,
  );
  const node = await startRemoteNode(transport, SETTINGS);
  await expect(node.snapshot()).rejects.toMatchObject({ code: 'HARNESS_INVARIANT_BROKEN' });
});

test('events reach their listeners until these unsubscribe', async () => {
  const transport = new ScriptedTransport(answersOnlyConfigure);
  const node = await startRemoteNode(transport, SETTINGS);
  const events: NodeEvent[] = [];
  const unsubscribe = node.onEvent((event) => events.push(event));
  const fault: NodeEvent = { type: 'fault', code: 'HARNESS_PORT_IN_USE', message: 'x' };
  transport.emit(fault);
  unsubscribe();
  transport.emit(fault);
  expect(events).toEqual([fault]);
});

test('a worker node stops, and a second stop does nothing', async () => {
  const node = await startWorkerNode(SETTINGS);
  expect((await node.snapshot()).counters.flowsOpened).toBe(0);
  await Promise.all([node.stop(), node.stop()]);
  await expect(node.sweep()).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
});

test('a worker node that dies of an exception is lost', async () => {
  await using node = await startWorkerNode(SETTINGS);
  await using client = await UdpPeer.open(CLIENT_ADDRESS);
  const target = { ...targetAt({ address: '127.211.1.1', port: 9 }), address: 'not an address' };
  const bound = await node.applyRoutes(routesOf([listenerRoute(8080, [target])]));
  client.send('boom', actualOf(bound, 8080));
  expect((await node.lost).message).toBe("'not an address' is not an IPv4 address");
  await expect(node.snapshot()).rejects.toMatchObject({ code: 'HARNESS_NODE_LOST' });
});

test('an error survives the way to JSON and back', () => {
  const error = new HarnessError('HARNESS_PORT_IN_USE', 'Port 53 is taken', 'Take another');
  const back = fromFailure(JSON.parse(JSON.stringify(toFailure(error))));
  expect([back.code, back.message, back.remedy, back.fault]).toEqual([
    error.code,
    error.message,
    error.remedy,
    error.fault,
  ]);
  expect(toFailure(new Error('undefined is not a function'))).toMatchObject({
    code: 'HARNESS_INVARIANT_BROKEN',
    message: expect.stringContaining('undefined is not a function'),
  });
});

const tcpProbe = {
  protocol: 'TCP',
  fromAddress: '172.31.0.10',
  to: { address: '172.31.1.1', port: 80 },
  path: undefined,
  matcherHttpCode: undefined,
  host: undefined,
} as const;
