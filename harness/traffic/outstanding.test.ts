import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Outstanding } from './outstanding.ts';

test('finds each numbered datagram whatever the order of replies', () => {
  const orders = fc.integer({ min: 1, max: 50 }).chain((count) => {
    const sequences = Array.from({ length: count }, (_, index) => index);
    return fc.shuffledSubarray(sequences, { minLength: count });
  });
  fc.assert(
    fc.property(orders, (order) => {
      const outstanding = new Outstanding();
      const datagrams = order.map((_, sequence) => ({ sequence, marked: true }));
      for (const datagram of datagrams) outstanding.add(datagram);
      for (const sequence of order) {
        const found = outstanding.numbered(sequence);
        expect(found).toBe(datagrams[sequence]);
        outstanding.settle(found!);
      }
      expect(outstanding.oldest()).toBeUndefined();
    }),
    { numRuns: 50 },
  );
});

test('of two datagrams with the same number the older gets the first reply', () => {
  const outstanding = new Outstanding();
  const [older, newer] = [1, 2].map(() => ({ sequence: 5, marked: true }));
  outstanding.add(older!);
  outstanding.add(newer!);
  const first = outstanding.numbered(5);
  outstanding.settle(first!);
  expect(first).toBe(older);
  expect(outstanding.numbered(5)).toBe(newer);
});

test('remembers a settled datagram for late and duplicate replies, of the last 65,536', () => {
  const outstanding = new Outstanding();
  for (let sequence = 0; sequence <= 65_536; sequence += 1) {
    const datagram = { sequence, marked: true };
    outstanding.add(datagram);
    outstanding.settle(datagram);
  }
  expect(outstanding.numbered(0)).toBeUndefined();
  expect(outstanding.numbered(1)).toEqual({ sequence: 1, marked: true });
});

test('a reply without number belongs to the oldest datagram, or the oldest without number', () => {
  const outstanding = new Outstanding();
  const [marked, unmarked] = [true, false].map((marked, sequence) => ({ sequence, marked }));
  outstanding.add(marked!);
  outstanding.add(unmarked!);
  expect(outstanding.oldest()).toBe(marked);
  expect(outstanding.oldestUnmarked()).toBe(unmarked);
});
