import { expect, test } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.ts';
import { createRandom } from '../core/random.ts';
import { agentText, FakeClientSocket } from './fake-client-socket.fixture.ts';
import { UdpFlow, type UdpFlowOptions } from './udp-client.ts';

const to = { address: '172.31.0.10', port: 8080 };

function openFlow(options: Partial<UdpFlowOptions> = {}) {
  const socket = new FakeClientSocket();
  const clock = new VirtualClock({ startMs: 1_000 });
  const flow = new UdpFlow({ socket, destination: to, clock, random: createRandom(1), ...options });
  return { socket, clock, flow };
}

test('tells who served a datagram, and where the reply came from', async () => {
  const { socket, flow } = openFlow();
  socket.onSend = () => socket.reply(agentText('target-a', 1));
  const result = await flow.send();
  expect(socket.sent).toEqual([{ payload: '#1', to }]);
  expect(result).toMatchObject({
    sequence: 1,
    sentAt: 1_000,
    sentBytes: 2,
    to,
    from: to,
    servedBy: 'target-a',
    seenSource: { address: '203.0.113.1', port: 40_001 },
    lost: false,
    late: false,
    duplicates: 0,
    arrival: 0,
  });
  expect(result.latencyMs).toBeGreaterThanOrEqual(0);
});

test('a datagram without reply is lost after the time-out', async () => {
  const { flow } = openFlow({ replyTimeoutMs: 5 });
  expect(await flow.send('x')).toMatchObject({
    lost: true,
    late: false,
    servedBy: undefined,
    payload: undefined,
  });
});

test('matches replies to datagrams by number, in whatever order they come', async () => {
  const { socket, flow } = openFlow();
  socket.onSend = () => {
    if (socket.sent.length === 3) for (const n of [3, 1, 2]) socket.reply(agentText(`t${n}`, n));
  };
  const results = await flow.sendMany({ count: 3 });
  expect(results.map(({ sequence, servedBy, arrival }) => [sequence, servedBy, arrival])).toEqual([
    [1, 't1', 1],
    [2, 't2', 2],
    [3, 't3', 0],
  ]);
});

test('gives replies without number to the oldest datagram that waits', async () => {
  const { socket, flow } = openFlow();
  const first = flow.send('one');
  const second = flow.send('two');
  await Promise.resolve();
  socket.reply('reply to one');
  socket.reply('reply to two');
  expect(String(Buffer.from((await first).payload!))).toBe('reply to one');
  expect(await second).toMatchObject({
    payload: Buffer.from('reply to two'),
    servedBy: undefined,
    lost: false,
  });
});

test('takes an echo of the payload for the reply to that datagram', async () => {
  const { socket, flow } = openFlow();
  socket.onSend = () => {
    if (socket.sent.length === 2) for (const { payload } of socket.sent.toReversed()) socket.reply(payload);
  };
  const results = await flow.sendMany({ count: 2, payloadBytes: 20 });
  expect(results.map(({ payload }) => Buffer.from(payload!).toString())).toEqual(
    socket.sent.map(({ payload }) => payload),
  );
});

test('counts replies after the first as duplicates', async () => {
  const { socket, flow } = openFlow();
  socket.onSend = () => {
    if (socket.sent.length === 2) for (const n of [2, 2, 2, 1]) socket.reply(agentText('a', n));
  };
  const results = await flow.sendMany({ count: 2 });
  expect(results.map(({ duplicates }) => duplicates)).toEqual([0, 2]);
});

test('a reply after the time-out makes a lost datagram late', async () => {
  const { socket, flow } = openFlow({ replyTimeoutMs: 5 });
  socket.onSend = () => {
    if (socket.sent.length === 2) for (const n of [1, 2]) socket.reply(agentText('a', n));
  };
  // Virtual time goes on to the second datagram only when the fate of the first is known.
  const results = await flow.sendMany({ count: 2, intervalMs: 1 });
  expect(results.map(({ lost, late, servedBy }) => ({ lost, late, servedBy }))).toEqual([
    { lost: true, late: true, servedBy: 'a' },
    { lost: false, late: false, servedBy: 'a' },
  ]);
});

test('is not lost while something is on its way, whatever the time-out', async () => {
  const { socket, flow } = openFlow({ replyTimeoutMs: 1 });
  const asked = Promise.withResolvers<void>();
  const rest = Promise.withResolvers<void>();
  socket.atRest = () => {
    asked.resolve();
    return rest.promise;
  };
  const [slow, lost] = [flow.send(), flow.send()];
  await asked.promise;
  socket.reply(agentText('a', 1));
  rest.resolve();
  expect(await slow).toMatchObject({ servedBy: 'a', lost: false, late: false });
  expect(await lost).toMatchObject({ servedBy: undefined, lost: true });
});

test('counts replies that belong to nothing', async () => {
  const { socket, flow } = openFlow();
  socket.reply(agentText('a', 99));
  socket.reply('hello');
  expect(flow.unexpected).toBe(2);
});

test('paces datagrams by harness time', async () => {
  const { socket, clock, flow } = openFlow();
  socket.onSend = () => socket.reply(agentText('a', socket.sent.length));
  const results = await flow.sendMany({ count: 4, intervalMs: 30_000 });
  expect(results.map(({ sentAt }) => sentAt)).toEqual([1_000, 31_000, 61_000, 91_000]);
  expect(clock.now()).toBe(91_000);
});

test('asks for the destination before each datagram', async () => {
  const places = [to, { address: '172.31.16.10', port: 8080 }];
  const { socket, flow } = openFlow({ destination: () => places.shift() ?? to });
  socket.onSend = () => socket.reply(agentText('a', socket.sent.length));
  const results = await flow.sendMany({ count: 2 });
  expect(results.map((result) => result.to.address)).toEqual(['172.31.0.10', '172.31.16.10']);
});

test('goes on with a burst where everything is lost', async () => {
  const { socket, flow } = openFlow({ replyTimeoutMs: 10 });
  const results = await flow.sendMany({ count: 130 });
  expect(socket.sent).toHaveLength(130);
  expect(results.every(({ lost }) => lost)).toBe(true);
});

test('a burst follows one that is not answered only when nothing of it is on its way', async () => {
  const { socket, flow } = openFlow({ replyTimeoutMs: 3_600_000 });
  const asked = Promise.withResolvers<void>();
  const rest = Promise.withResolvers<void>();
  socket.atRest = () => {
    asked.resolve();
    return rest.promise;
  };
  const sending = flow.sendMany({ count: 65 });
  await asked.promise;
  expect(socket.sent).toHaveLength(64);
  socket.onSend = () => flow.close();
  rest.resolve();
  expect(await sending).toHaveLength(65);
});

test('closing gives up what waits and refuses what comes after', async () => {
  const { socket, flow } = openFlow({ replyTimeoutMs: 3_600_000 });
  const waiting = flow.send('x');
  await Promise.resolve();
  await flow.close();
  await flow.close();
  expect((await waiting).lost).toBe(true);
  expect(socket.closed).toBe(2);
  await expect(flow.send('y')).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
});

test('a datagram that the system refuses to send is an error', async () => {
  const { socket, flow } = openFlow();
  socket.onSend = () => Promise.reject(new Error('EMSGSIZE'));
  await expect(flow.send(new Uint8Array(70_000))).rejects.toThrow('EMSGSIZE');
});

test('refuses counts and intervals that are none', async () => {
  const { socket, flow } = openFlow();
  const invalid = { code: 'HARNESS_ARGUMENT_INVALID' };
  for (const count of [0, -1, 1.5, Number.NaN])
    await expect(flow.sendMany({ count })).rejects.toMatchObject(invalid);
  await expect(flow.sendMany({ count: 2, intervalMs: -1 })).rejects.toMatchObject(invalid);
  expect(socket.sent).toEqual([]);
});
