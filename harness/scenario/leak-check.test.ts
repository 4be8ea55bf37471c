import { createSocket, type Socket } from 'node:dgram';
import { expect, test } from 'vitest';
import { LeakCheck } from './leak-check.ts';

async function openSocket(): Promise<Socket & AsyncDisposable> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return Object.assign(socket, {
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => socket.close(resolve)),
  });
}

test('what a scenario leaves open is told with where to close it', async () => {
  const leaks = await LeakCheck.begin();
  await using _ = await openSocket();
  await expect(leaks.check()).rejects.toThrow(
    /^The scenario left something open: 1 UDPWrap\. Close .*`await using`.*`afterEach`.*\[HARNESS_LEAK\]$/,
  );
});

test('a socket that another scenario still has is no leak', async () => {
  const first = await LeakCheck.begin();
  const second = await LeakCheck.begin();
  {
    await using _ = await openSocket();
    await first.check();
  }
  await second.check();
});

test('what scenarios at the same time leave is told to the last of them, also when one has failed', async () => {
  const [first, second, third] = [await LeakCheck.begin(), await LeakCheck.begin(), await LeakCheck.begin()];
  await using _ = await openSocket();
  await first.check();
  second.abandon();
  await expect(third.check()).rejects.toThrow('One of 3 scenarios at the same time left something open');
  // The next scenario begins anew.
  await (await LeakCheck.begin()).check();
});

test('what has only been told to close when it begins does not hide a leak', async () => {
  const before = await openSocket();
  before.close();
  const leaks = await LeakCheck.begin();
  await using _ = await openSocket();
  await expect(leaks.check()).rejects.toMatchObject({ code: 'HARNESS_LEAK' });
});
