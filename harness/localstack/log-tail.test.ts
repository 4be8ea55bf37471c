import { expect, test } from 'vitest';
import { LogTail } from './log-tail.ts';

test('the last lines are kept, however they came', () => {
  const tail = new LogTail(3);
  for (const chunk of ['one\ntw', 'o\r\n\nthree\nfo', 'ur\nfive']) tail.add(chunk);
  expect(tail.toString()).toBe('two\nthree\nfour\nfive');
});

test('a character that comes in two pieces is one', () => {
  const tail = new LogTail(3);
  const bytes = Buffer.from('für\n');
  tail.add(bytes.subarray(0, 2));
  tail.add(bytes.subarray(2));
  expect(tail.toString()).toBe('für');
});

test('nothing said is nothing', () => {
  expect(new LogTail(3).toString()).toBe('');
});
