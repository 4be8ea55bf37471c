import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { decode, encode, streamEncode } from 'dns-packet';
import { expect, test } from 'vitest';
import { startDnsServer } from './dns-server.ts';

const NAME = 'my-nlb-0123456789abcdef.elb.us-east-1.amazonaws.com';
const many = Array.from({ length: 24 }, (_, index) => `172.31.0.${index + 1}`);

function start(addresses: readonly string[] = ['172.31.0.10'], port = 0) {
  return startDnsServer({
    resolve: (name) => (name === NAME ? { addresses, ttlSeconds: 60 } : undefined),
    address: '127.0.0.1',
    port,
  });
}

function resolverOf(port: number): Resolver {
  const resolver = new Resolver({ tries: 1 });
  resolver.setServers([`127.0.0.1:${port}`]);
  return resolver;
}

test("serves Node's resolver over UDP", async () => {
  await using server = await start();
  const resolver = resolverOf(server.port);
  expect(await resolver.resolve4(NAME, { ttl: true })).toEqual([{ address: '172.31.0.10', ttl: 60 }]);
  await expect(resolver.resolve6(NAME)).rejects.toMatchObject({ code: 'ENODATA' });
  await expect(resolver.resolve4(`no-${NAME}`)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  await expect(resolver.resolve4('example.com')).rejects.toMatchObject({ code: 'EREFUSED' });
});

test('serves over TCP what does not fit into a datagram', async () => {
  await using server = await start(many);
  expect((await resolverOf(server.port).resolve4(NAME)).toSorted()).toEqual(many.toSorted());
});

test('answers several queries on one TCP connection, however they are cut', async () => {
  await using server = await start();
  const query = (id: number) => streamEncode({ type: 'query', id, questions: [{ type: 'A', name: NAME }] });
  const socket = connect(server.port, '127.0.0.1').setNoDelay();
  const both = Buffer.concat([query(1), query(2)]);
  socket.write(both.subarray(0, 1));
  socket.write(both.subarray(1, query(1).length + 5));
  socket.write(both.subarray(query(1).length + 5));
  let received = Buffer.alloc(0);
  const ids: (number | undefined)[] = [];
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      ids.push(decode(received.subarray(2, end)).id);
      received = received.subarray(end);
    }
    if (ids.length === 2) break;
  }
  expect(ids).toEqual([1, 2]);
});

test('still answers after malformed datagrams', async () => {
  await using server = await start();
  const socket = createSocket('udp4');
  for (const bytes of [[0], [1, 2, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 192]])
    socket.send(Uint8Array.from(bytes), server.port, '127.0.0.1');
  const [first] = await once(socket, 'message');
  expect([...first.subarray(0, 4)]).toEqual([1, 2, 128, 1]);
  const answered = once(socket, 'message');
  socket.send(
    encode({ type: 'query', id: 9, questions: [{ type: 'A', name: NAME }] }),
    server.port,
    '127.0.0.1',
  );
  expect(decode((await answered)[0]).answers).toHaveLength(1);
  socket.close();
});

test('says that its port is taken', async () => {
  await using server = await start();
  await expect(start([], server.port)).rejects.toMatchObject({ code: 'HARNESS_PORT_IN_USE' });
});

test('stops with TCP connections open, and twice', async () => {
  const server = await start();
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  const closed = once(
    socket.on('error', () => undefined),
    'close',
  );
  await Promise.all([server.stop(), server.stop()]);
  await closed;
  await using again = await start([], server.port);
  expect(again.port).toBe(server.port);
});
