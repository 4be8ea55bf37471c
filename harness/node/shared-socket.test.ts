import { expect, test } from 'vitest';
import type { Endpoint } from '../core/network/endpoint.ts';
import { SharedSocket } from './shared-socket.ts';
import type { SocketHandlers } from './socket-layer.ts';

const A: Endpoint = { address: '172.31.0.1', port: 8080 };
const B: Endpoint = { address: '172.31.0.2', port: 8080 };
const PAYLOAD = new Uint8Array([1]);

/** A shared socket over an imaginary one, and two of its users. */
function createBed() {
  const seen: string[] = [];
  let deliver: SocketHandlers = { receive: () => undefined, fault: () => undefined };
  const shared = new SharedSocket(
    (handlers) => {
      deliver = handlers;
      return {
        local: { address: '203.0.113.1', port: 4000 },
        send: (_payload, to) => seen.push(`sent to ${to.address}`),
        close: async () => {
          seen.push('closed');
        },
      };
    },
    () => seen.push('unused'),
  );
  const join = (name: string) =>
    shared.join({
      receive: (_payload, from) => seen.push(`${name} from ${from.address}:${from.port}`),
      fault: () => seen.push(`${name} fault`),
    });
  return {
    one: join('one'),
    two: join('two'),
    receive: (from: Endpoint) => {
      deliver.receive(PAYLOAD, from);
      return seen.at(-1);
    },
    seen,
  };
}

test('a reply is for the user who wrote to its sender', () => {
  const { one, two, receive } = createBed();
  one.send(PAYLOAD, A, () => undefined);
  two.send(PAYLOAD, B, () => undefined);
  expect(receive(A)).toBe('one from 172.31.0.1:8080');
  expect(receive(B)).toBe('two from 172.31.0.2:8080');
});

test('NLB-RT-26: where two users write to one target, its reply is for the one who wrote last', () => {
  const { one, two, receive } = createBed();
  two.send(PAYLOAD, A, () => undefined);
  one.send(PAYLOAD, A, () => undefined);
  expect(receive(A)).toBe('one from 172.31.0.1:8080');
  two.send(PAYLOAD, A, () => undefined);
  expect(receive(A)).toBe('two from 172.31.0.1:8080');
});

test('a datagram of a stranger is for the user who wrote last, so that it is counted', () => {
  const { one, two, receive } = createBed();
  two.send(PAYLOAD, B, () => undefined);
  one.send(PAYLOAD, A, () => undefined);
  expect(receive({ address: A.address, port: 9999 })).toBe('one from 172.31.0.1:9999');
});

test('a user that has moved to another target gets the replies of that one', () => {
  const { one, two, receive } = createBed();
  one.send(PAYLOAD, A, () => undefined);
  one.send(PAYLOAD, B, () => undefined);
  two.send(PAYLOAD, A, () => undefined);
  expect(receive(B)).toBe('one from 172.31.0.2:8080');
  expect(receive(A)).toBe('two from 172.31.0.1:8080');
});

test('the socket closes with its last user, and once', async () => {
  const { one, two, seen } = createBed();
  await one.close();
  await one.close();
  expect(seen).toEqual([]);
  await two.close();
  expect(seen).toEqual(['unused', 'closed']);
});
