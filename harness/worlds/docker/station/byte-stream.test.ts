import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteStreams, type StreamMessage } from './byte-stream.ts';

/** Two ends of one connection: what one sends the other takes, in a later turn, as over a wire. */
function connectedEnds(): { readonly here: ByteStreams; readonly there: ByteStreams } {
  const wire = (to: () => ByteStreams) => (message: StreamMessage) =>
    setImmediate(() => to().take(JSON.parse(JSON.stringify(message)) as StreamMessage));
  const ends: { here: ByteStreams; there: ByteStreams } = {
    here: new ByteStreams(wire(() => ends.there)),
    there: new ByteStreams(wire(() => ends.here)),
  };
  return ends;
}

test('what is written at one end is read at the other, each stream for itself and in order', async () => {
  const written = fc.array(fc.array(fc.uint8Array({ minLength: 1 }), { maxLength: 5 }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(written, async (chunksByStream) => {
      const { here, there } = connectedEnds();
      const read = chunksByStream.map((chunks, number) => {
        const sender = here.open(number);
        const received = buffer(there.open(number));
        for (const chunk of chunks) sender.write(chunk);
        sender.end();
        return received;
      });
      for (const [number, chunks] of chunksByStream.entries())
        expect(await read[number]).toEqual(Buffer.concat(chunks));
    }),
  );
});

test('each direction ends by itself', async () => {
  const { here, there } = connectedEnds();
  const one = here.open(1);
  const other = there.open(1);
  one.end('question');
  expect(String(await buffer(other))).toBe('question');
  other.end('answer');
  expect(String(await buffer(one))).toBe('answer');
});

test('an error at one end is one of the same code at the other', async () => {
  const { here, there } = connectedEnds();
  const one = here.open(1);
  const other = there.open(1);
  const failed = once(other, 'error');
  one.on('error', () => undefined);
  one.resetAndDestroy();
  expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
});

test('an end that comes together with the news that a stream is open is heard', async () => {
  const { here } = connectedEnds();
  const heard = Promise.withResolvers<unknown>();
  // As when both come in one piece over the wire: the news is told first, and its listener goes on after this turn.
  setImmediate(() => {
    const news = Promise.resolve(here.open(1));
    here.take({ type: 'closed', stream: 1, code: 'ECONNRESET' });
    void news.then((opened) => opened.once('error', heard.resolve));
  });
  expect(await heard.promise).toMatchObject({ code: 'ECONNRESET' });
});

test('what was said before the other end closed is still read', async () => {
  const { here, there } = connectedEnds();
  const one = here.open(1);
  const other = there.open(1);
  one.write('last words');
  one.destroy();
  expect(String(await buffer(other))).toBe('last words');
  expect(other.destroyed).toBe(true);
});

test('with the connection every stream ends, and what comes later is nobody’s', async () => {
  const { here } = connectedEnds();
  const reading = here.open(1);
  const writing = here.open(2, { readable: false });
  const closed = Promise.all([once(reading, 'close'), once(writing, 'close')]);
  here.abandon();
  reading.resume();
  await closed;
  here.take({ type: 'data', stream: 1, data: 'bGF0ZQ==' });
});
