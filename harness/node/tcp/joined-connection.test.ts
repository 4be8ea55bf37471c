import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { FlowClosure } from '../protocol.ts';
import { ConnectionCounts } from './connection-counts.ts';
import { JoinedConnection } from './joined-connection.ts';
import { TcpPeer } from './tcp-peer.fixture.ts';

const open: { close(): unknown }[] = [];

afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

function keep(socket: Socket): Socket {
  open.push({ close: () => socket.destroy() });
  return socket;
}

async function listen(): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen(0, '127.0.0.1');
  open.push(server);
  await once(server, 'listening');
  return server;
}

function connectTo(server: Server): Socket {
  const { port } = server.address() as AddressInfo;
  return keep(connect({ host: '127.0.0.1', port, allowHalfOpen: true }));
}

async function accept(server: Server): Promise<Socket> {
  const [socket] = await once(server, 'connection');
  return keep(socket);
}

/** A client's connection that the node has accepted: both its ends. */
async function acceptedClient(): Promise<{ peer: TcpPeer; accepted: Socket }> {
  const server = await listen();
  const peer = new TcpPeer(connectTo(server));
  return { peer, accepted: await accept(server) };
}

/** Joins two sockets of the node's, with a flow that is there until the test says that it is not. */
function join(client: Socket, target: Socket) {
  const counts = new ConnectionCounts();
  const heard: string[] = [];
  const causes: FlowClosure[] = [];
  const flow = { isThere: true };
  const joined = new JoinedConnection(
    client,
    target,
    {
      counts,
      carry: (from, what) => {
        heard.push(`${from} ${what}`);
        return flow.isThere;
      },
      ended: (cause) => causes.push(cause),
      reset: () => undefined,
      unbindable: () => undefined,
    },
    undefined,
  );
  const forget = () => {
    flow.isThere = false;
    joined.forget('idle');
  };
  return { joined, causes, forget, heard, toTargets: () => counts.snapshot().toTargets };
}

/** A client and a target that reads nothing, joined, and everything between them full. */
async function stalled() {
  const { peer, accepted } = await acceptedClient();
  const server = await listen();
  const nodeSide = connectTo(server);
  const connection = join(accepted, nodeSide);
  const target = await accept(server);
  let said = 0;
  // Less a piece than a socket of Node keeps before it asks for a pause, so that the node still hears the client.
  const piece = Buffer.alloc(16_000, 'x');
  while (connection.toTargets().heldBytes === 0) {
    peer.socket.write(piece);
    said += piece.length;
    while (connection.toTargets().receivedBytes < said) await turn();
  }
  return { ...connection, peer, target, said };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A connection to a target that neither answers nor refuses. */
function connecting(): Socket {
  return keep(connect({ host: 'nobody', port: 1, lookup: () => undefined, allowHalfOpen: true }));
}

test('a stream that is cut short does not look like one that has ended, while its end waits for a slow reader', async () => {
  const { joined, peer, target, said, heard } = await stalled();
  peer.socket.end();
  while (!heard.includes('client end')) await turn();
  joined.end('target-closed');
  const reader = new TcpPeer(target);
  target.resume();
  expect(await reader.ended).toBe('reset');
  expect(reader.heard.length).toBeLessThan(said);
  await joined.closed;
});

test('an end that waited for a slow reader comes after the last byte', async () => {
  const { joined, peer, target, said, heard, causes } = await stalled();
  peer.socket.end();
  while (!heard.includes('client end')) await turn();
  const reader = new TcpPeer(target);
  target.resume();
  expect(await reader.ended).toBe('end');
  expect(reader.heard.length).toBe(said);
  target.end();
  await joined.closed;
  expect(causes).toEqual(['finished']);
});

test('what the system never took counts as discarded', async () => {
  const { joined, toTargets } = await stalled();
  const { heldBytes, forwardedBytes } = toTargets();
  joined.end('target-closed');
  await joined.closed;
  expect(toTargets()).toMatchObject({ forwardedBytes, heldBytes: 0, discardedBytes: heldBytes });
});

test('a target that was connected to a moment ago is reset, and sees no orderly end', async () => {
  const { peer, accepted } = await acceptedClient();
  const server = await listen();
  const nodeSide = connectTo(server);
  const { joined } = join(accepted, nodeSide);
  const arrived = accept(server);
  // By now the system has connected, and Node has not heard of it.
  await new Promise((resolve) => process.nextTick(resolve));
  expect(nodeSide.connecting).toBe(true);
  joined.end('target-closed');
  const target = new TcpPeer(await arrived);
  target.socket.resume();
  expect([await target.ended, await peer.ended]).toEqual(['reset', 'reset']);
  await joined.closed;
});

test('a target that was not even connected to is let go', async () => {
  const { peer, accepted } = await acceptedClient();
  const { joined } = join(accepted, connecting());
  joined.end('target-closed');
  expect(await peer.ended).toBe('reset');
  await joined.closed;
});

test('NLB-TC-04 a client that is forgotten before its target has answered is reset when it speaks', async () => {
  const { peer, accepted } = await acceptedClient();
  const nodeSide = connecting();
  const { joined, forget, causes } = join(accepted, nodeSide);
  forget();
  peer.socket.write('anybody?');
  expect(await peer.ended).toBe('reset');
  nodeSide.destroy(Object.assign(new Error('connect ETIMEDOUT'), { syscall: 'connect', code: 'ETIMEDOUT' }));
  await joined.closed;
  expect(causes).toEqual(['idle']);
});

test('NLB-TC-04 a client that is forgotten while its target takes nothing is reset when it speaks', async () => {
  const { peer, forget } = await stalled();
  // Now the node has stopped to listen.
  peer.socket.write(Buffer.alloc(4_000_000));
  await turn();
  forget();
  expect(await peer.ended).toBe('reset');
});
