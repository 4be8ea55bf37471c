import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import type { Connection } from '../../ports.ts';
import { PACKAGE_VERSION } from './package-version.ts';
import type { FromStation, StationAction } from './protocol.ts';
import { StationClient } from './station-client.ts';

/** A client of whatever says these lines. */
function listenTo(...lines: readonly string[]): StationClient {
  const output = new PassThrough();
  output.write(lines.map((line) => `${line}\n`).join(''));
  return new StationClient({ input: new PassThrough(), output, lost: new Promise(() => undefined) });
}

test('a station of this version is ready', async () => {
  await listenTo(JSON.stringify({ type: 'ready', version: PACKAGE_VERSION })).ready;
});

test('an image of another version is none of ours, and says which it is', async () => {
  const { ready } = listenTo('{"type":"ready","version":"9.9.9"}');
  await expect(ready).rejects.toThrow(`the image is of nlb-harness 9.9.9, and this is ${PACKAGE_VERSION}`);
});

test('an image that says something else is none of ours', async () => {
  await expect(listenTo('Hello from Docker!').ready).rejects.toThrow("it said 'Hello from Docker!'");
});

/** A client of a station that answers every request with all of these messages in one piece. */
function answeredBy(
  answer: (request: StationAction & { readonly id: number }) => readonly FromStation[],
): StationClient {
  const input = new PassThrough();
  const output = new PassThrough();
  createInterface({ input }).on('line', (line) => {
    const messages = answer(JSON.parse(line));
    output.write(messages.map((message) => `${JSON.stringify(message)}\n`).join(''));
  });
  return new StationClient({ input, output, lost: new Promise(() => undefined) });
}

const AT = { address: '10.0.0.1', port: 53 };

test('a datagram in one piece with the news that its socket is open is not lost', async () => {
  const from = { address: '10.0.0.2', port: 4000 };
  const station = answeredBy((request) => [
    { type: 'done', id: request.id, bound: AT },
    ...(request.type === 'open-udp'
      ? [{ type: 'datagram', socket: request.socket, payload: btoa('first'), from } as const]
      : []),
  ]);
  const socket = await station.openUdp(AT);
  const [packet, sender] = await new Promise<[Buffer, unknown]>((resolve) =>
    socket.on('message', (...received) => resolve(received)),
  );
  expect(packet.toString()).toBe('first');
  expect(sender).toEqual(from);
});

test('a connection in one piece with the news that its server listens is not lost', async () => {
  const station = answeredBy((request) => [
    { type: 'done', id: request.id },
    ...(request.type === 'listen'
      ? ([
          { type: 'connection', server: request.server, stream: -1 },
          { type: 'data', stream: -1, data: btoa('first') },
          { type: 'end', stream: -1 },
        ] as const)
      : []),
  ]);
  const server = await station.listen(AT);
  const connection = await new Promise<Connection>((resolve) => server.on('connection', resolve));
  expect(await text(connection)).toBe('first');
});
