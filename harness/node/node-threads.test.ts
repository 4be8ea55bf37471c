import { once } from 'node:events';
import { expect, test } from 'vitest';
import { leaveThread, takeThread } from './node-threads.ts';

test('a thread that a node has left is the next node’s, and only once', async () => {
  const first = takeThread();
  await leaveThread(first);
  const [again, another] = [takeThread(), takeThread()];
  expect(again).toBe(first);
  expect(another).not.toBe(first);
  await Promise.all([again, another].map((thread) => thread.terminate()));
});

test('few threads are kept without a node', async () => {
  const threads = [takeThread(), takeThread(), takeThread()];
  const ended = threads.map((thread) => once(thread, 'exit').then(() => thread));
  for (const thread of threads) await leaveThread(thread);
  expect(threads).toContain(await Promise.race(ended));
  const kept = [takeThread(), takeThread()];
  expect(threads).toEqual(expect.arrayContaining(kept));
  await Promise.all(kept.map((thread) => thread.terminate()));
});

test('a thread that ends while it has no node is nobody’s', async () => {
  const thread = takeThread();
  await leaveThread(thread);
  await thread.terminate();
  const next = takeThread();
  expect(next).not.toBe(thread);
  await next.terminate();
});
