import { once } from 'node:events';
import { expect, test } from 'vitest';
import { NodeThreads } from './node-threads.ts';

test('a thread that a node has left is the next node’s, and only once', async () => {
  const threads = new NodeThreads();
  const first = threads.take();
  await threads.leave(first);
  const [again, another] = [threads.take(), threads.take()];
  expect(again).toBe(first);
  expect(another).not.toBe(first);
  await Promise.all([again, another].map((thread) => thread.terminate()));
});

test('few threads are kept without a node', async () => {
  const threads = new NodeThreads();
  const left = [threads.take(), threads.take(), threads.take()];
  const ended = left.map((thread) => once(thread, 'exit').then(() => thread));
  for (const thread of left) await threads.leave(thread);
  expect(left).toContain(await Promise.race(ended));
  const kept = [threads.take(), threads.take()];
  expect(left).toEqual(expect.arrayContaining(kept));
  await Promise.all(kept.map((thread) => thread.terminate()));
});

test('a thread that ends while it has no node is nobody’s', async () => {
  const threads = new NodeThreads();
  const thread = threads.take();
  await threads.leave(thread);
  await thread.terminate();
  const next = threads.take();
  expect(next).not.toBe(thread);
  await next.terminate();
});
