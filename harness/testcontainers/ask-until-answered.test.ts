import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { askUntilAnswered } from './ask-until-answered.ts';
import { anyAnswer, echo, type UdpQuestion } from './udp-question.ts';

const ADDRESS = '127.0.0.1';

/** A UDP server that does this with each datagram. */
async function serve(answer: (payload: Buffer, reply: (text: string) => void) => void, port = 0) {
  const socket: Socket = createSocket('udp4');
  socket.on('message', (payload, from) =>
    answer(payload, (text) => socket.send(text, from.port, from.address)),
  );
  socket.bind(port, ADDRESS);
  await once(socket, 'listening');
  return {
    endpoint: { address: ADDRESS, port: socket.address().port },
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => socket.close(closed)),
  };
}

const never = new AbortController().signal;

test('an echo is an answer, also in upper case and inside of something else', async () => {
  const answers = [
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => JSON.stringify({ sequence: Number(text.slice(1)) }),
  ];
  for (const answer of answers) {
    await using service = await serve((payload, reply) => reply(answer(String(payload))));
    expect(await askUntilAnswered(service.endpoint, echo, never)).toMatchObject({
      answered: true,
      otherAnswers: 0,
    });
  }
});

test('every datagram has a number of its own', () => {
  const payloads = Array.from({ length: 1_000 }, () => String(echo().payload));
  expect(new Set(payloads).size).toBe(payloads.length);
  for (const payload of payloads) expect(payload).toMatch(/^#[1-9]\d{14}\n$/);
});

test('a lost datagram is followed by another one', async () => {
  let received = 0;
  await using service = await serve((payload, reply) => {
    received += 1;
    if (received >= 3) reply(String(payload));
  });
  expect(await askUntilAnswered(service.endpoint, echo, never)).toMatchObject({ answered: true });
  expect(received).toBeGreaterThanOrEqual(3);
});

test('a late answer to an earlier question counts', async () => {
  const held: string[] = [];
  await using service = await serve((payload, reply) => {
    held.push(String(payload));
    if (held.length === 2) reply(held[0]!);
  });
  expect(await askUntilAnswered(service.endpoint, echo, never)).toMatchObject({ answered: true });
});

test('a closed port is asked again until somebody listens there', async () => {
  const place = await serve(() => undefined);
  await place[Symbol.asyncDispose]();
  let asked = 0;
  const opened = Promise.withResolvers<AsyncDisposable>();
  // The third question is asked of a port that two have found closed.
  const question = (): UdpQuestion => {
    asked += 1;
    if (asked === 3)
      serve((payload, reply) => reply(String(payload)), place.endpoint.port).then(opened.resolve);
    return echo();
  };
  const { answered, refused } = await askUntilAnswered(place.endpoint, question, never);
  await using _service = await opened.promise;
  expect(answered).toBe(true);
  // What the first met is told to the second, where that is sent before anybody has looked.
  expect(refused).toBeGreaterThanOrEqual(1);
});

test('an answer to what somebody else asked is counted and not taken', async () => {
  const over = new AbortController();
  let received = 0;
  await using service = await serve((_payload, reply) => {
    received += 1;
    if (received === 1) reply('#111111111111111');
  });
  const question = (): UdpQuestion => {
    const { payload, isAnsweredBy } = echo();
    const thenStop = (answer: Buffer) => {
      over.abort();
      return isAnsweredBy(answer);
    };
    return { payload, isAnsweredBy: thenStop };
  };
  expect(await askUntilAnswered(service.endpoint, question, over.signal)).toMatchObject({
    answered: false,
    otherAnswers: 1,
    lastOtherAnswer: Buffer.from('#111111111111111'),
  });
});

test('any answer will do, or the one that matches', async () => {
  let received = 0;
  await using service = await serve((_payload, reply) => reply(received++ === 0 ? 'starting' : 'ready'));
  const hello = Buffer.from('hello');
  expect(await askUntilAnswered(service.endpoint, () => anyAnswer(hello), never)).toMatchObject({
    answered: true,
    otherAnswers: 0,
  });
  received = 0;
  const ready = () => anyAnswer(hello, (answer) => String(answer) === 'ready');
  expect(await askUntilAnswered(service.endpoint, ready, never)).toMatchObject({
    answered: true,
    otherAnswers: 1,
    lastOtherAnswer: Buffer.from('starting'),
  });
});

test('ends without answer when it is told to', async () => {
  await using service = await serve(() => undefined);
  const over = new AbortController();
  let asked = 0;
  const question = () => {
    asked += 1;
    if (asked === 3) over.abort();
    return echo();
  };
  expect(await askUntilAnswered(service.endpoint, question, over.signal)).toMatchObject({
    answered: false,
    asked: 3,
  });
});

test('what a matcher throws is not lost', async () => {
  await using service = await serve((payload, reply) => reply(String(payload)));
  const question = () =>
    anyAnswer(Buffer.from('?'), () => {
      throw new RangeError('too short for a DNS header');
    });
  await expect(askUntilAnswered(service.endpoint, question, never)).rejects.toThrow(
    'too short for a DNS header',
  );
});
