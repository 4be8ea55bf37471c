import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ByteStreams } from './byte-stream.ts';
import { Sockets } from './sockets.ts';

function newSockets() {
  const streams = new ByteStreams(() => undefined);
  return { streams, sockets: new Sockets(streams, () => undefined) };
}

test('what is to be sent from a socket that is closed is refused', async () => {
  const { sockets } = newSockets();
  const sending = async () =>
    sockets.sendUdp({ type: 'send-udp', socket: 1, payload: '', to: { address: '127.0.0.1', port: 9 } });
  await expect(sending()).rejects.toThrow('socket is closed');
});

test.skipIf(process.platform === 'win32')(
  'a slow reader that has ended its own direction gets all that is written to it',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'nlb-sockets-'));
    const path = join(folder, 'socket');
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }).listen(path);
    try {
      await once(server, 'listening');
      // Some of these fill what the system holds, and leave a rest that waits in the process.
      for (let kilobytes = 64; kilobytes <= 512; kilobytes += 16) {
        const accepted = once(server, 'connection') as Promise<[Socket]>;
        const { streams, sockets } = newSockets();
        await sockets.connect({ type: 'connect', stream: 1, path });
        const [reader] = await accepted;
        reader.end();
        const data = Buffer.alloc(1024).toString('base64');
        for (let count = 0; count < kilobytes; count += 1) streams.take({ type: 'data', stream: 1, data });
        streams.take({ type: 'end', stream: 1 });
        for (let turns = 0; turns < 20; turns += 1) await turn();
        let read = 0;
        reader.on('data', ({ length }) => {
          read += length;
        });
        const closed = once(reader, 'close');
        reader.resume();
        await closed;
        expect(read).toBe(kilobytes * 1024);
      }
    } finally {
      server.close();
      await rm(folder, { recursive: true });
    }
  },
);
