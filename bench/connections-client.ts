/** The clients of bench/connections.ts, in a process of their own. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Endpoint } from '../harness/core/network/endpoint.ts';
import { REQUESTS } from './connection-requests.ts';

export type ClientOrder = {
  readonly to: Endpoint;
  /** To connect from, in turn: one address has too few ports. */
  readonly addresses: readonly string[];
  readonly seconds: number;
  /** Connections at a time. */
  readonly atATime: number;
} & (
  | { readonly kind: 'connections'; readonly payloadBytes: number }
  | { readonly kind: 'streams' }
  /** To a target that does not read. */
  | { readonly kind: 'unread' }
);

export interface ClientResult {
  /** Connections that were opened, answered and ended. */
  readonly connections: number;
  readonly failed: number;
  /** What targets have heard; with `unread` what the system has taken from the clients. */
  readonly bytes: number;
  readonly elapsedMs: number;
}

const PIECE = Buffer.alloc(65_536, REQUESTS.count);

let opened = 0;

process.on('message', async (order: ClientOrder) => {
  const startedAt = performance.now();
  const until = startedAt + order.seconds * 1_000;
  const results = await Promise.all(Array.from({ length: order.atATime }, () => oneOf(order, until)));
  const sum = (what: 'connections' | 'failed' | 'bytes') =>
    results.reduce((total, result) => total + result[what], 0);
  process.send?.({
    connections: sum('connections'),
    failed: sum('failed'),
    bytes: sum('bytes'),
    elapsedMs: performance.now() - startedAt,
  } satisfies ClientResult);
});
process.once('disconnect', () => process.exit());

async function oneOf(order: ClientOrder, until: number): Promise<Omit<ClientResult, 'elapsedMs'>> {
  if (order.kind === 'connections') return callUntil(order, order.payloadBytes, until);
  const socket = open(order);
  const bytes = order.kind === 'streams' ? await stream(socket, until) : await fill(socket, until);
  socket.destroy();
  return bytes === undefined ? { connections: 0, failed: 1, bytes: 0 } : { connections: 1, failed: 0, bytes };
}

function open({ to, addresses }: ClientOrder): Socket {
  opened += 1;
  const localAddress = addresses[opened % addresses.length];
  return connect({ host: to.address, port: to.port, localAddress, noDelay: true, allowHalfOpen: true });
}

/** One connection after the other: says something, hears it again, ends, hears the end. */
async function callUntil(order: ClientOrder, payloadBytes: number, until: number) {
  const payload = Buffer.alloc(payloadBytes, REQUESTS.echo);
  let [connections, failed, bytes] = [0, 0, 0];
  while (performance.now() < until) {
    if (await call(open(order), payload)) {
      connections += 1;
      bytes += payloadBytes;
    } else failed += 1;
  }
  return { connections, failed, bytes };
}

function call(socket: Socket, payload: Buffer): Promise<boolean> {
  return new Promise((resolve) => {
    let heard = 0;
    socket.write(payload);
    socket.on('data', ({ length }) => {
      heard += length;
      if (heard === payload.length) socket.end();
    });
    socket.on('end', () => socket.end());
    socket.on('error', () => resolve(false));
    socket.on('close', () => resolve(heard === payload.length));
  });
}

/** As much as goes through. Undefined where the target does not say how much that was. */
async function stream(socket: Socket, until: number): Promise<number | undefined> {
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answer += text;
  });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  socket.on('error', () => socket.destroy());
  while (performance.now() < until && !socket.destroyed)
    if (!socket.write(PIECE)) await Promise.race([once(socket, 'drain'), closed]);
  socket.end();
  await closed;
  return answer === '' ? undefined : Number(answer);
}

/** As much as everything on the way keeps. Returns what this machine's system has taken. */
async function fill(socket: Socket, until: number): Promise<number> {
  const request = Buffer.alloc(65_536, REQUESTS.ignore);
  socket.on('error', () => undefined);
  while (performance.now() < until) {
    if (socket.write(request)) continue;
    const patience = AbortSignal.timeout(Math.max(1, Math.round(until - performance.now())));
    await once(socket, 'drain', { signal: patience }).catch(() => undefined);
  }
  return socket.bytesWritten - socket.writableLength;
}
