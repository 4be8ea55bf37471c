import { expect, test } from 'vitest';
import { describeConversation } from './describe-conversation.ts';

test('tells of a service that is silent', () => {
  const silent = { answered: false, asked: 7, refused: 2, otherAnswers: 0, lastOtherAnswer: undefined };
  expect(describeConversation(silent)).toBe(
    'It was asked 7 times, 2 times the port was closed, and nothing came back',
  );
});

test('shows the beginning of what a service answers that was not meant', () => {
  const lastOtherAnswer = Buffer.from(`not "found"\n${'x'.repeat(500)}`);
  const wrong = { answered: false, asked: 7, refused: 0, otherAnswers: 3, lastOtherAnswer };
  expect(describeConversation(wrong)).toBe(
    `It was asked 7 times, 0 times the port was closed, and 3 other answers came, the last one: "not \\"found\\"\\n${'x'.repeat(48)}"`,
  );
});
