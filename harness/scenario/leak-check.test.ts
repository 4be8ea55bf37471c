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
  const leaks = new LeakCheck();
  await using _ = await openSocket();
  await expect(leaks.check()).rejects.toThrow(
    /^The scenario left something open: 1 UDPWrap\. Close .*`await using`.*`afterEach`.*\[HARNESS_LEAK\]$/,
  );
});

test('a socket that another scenario still has is no leak', async () => {
  const first = new LeakCheck();
  const second = new LeakCheck();
  {
    await using _ = await openSocket();
    await first.check();
  }
  await second.check();
});

test('what scenarios at the same time leave is told to the last of them, also when one has failed', async () => {
  const [first, second, third] = [new LeakCheck(), new LeakCheck(), new LeakCheck()];
  await using _ = await openSocket();
  await first.check();
  second.abandon();
  await expect(third.check()).rejects.toThrow('One of 3 scenarios at the same time left something open');
  // The next scenario begins anew.
  await new LeakCheck().check();
});
