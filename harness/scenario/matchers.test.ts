import { expect as plainExpect, test } from 'vitest';
import type { DatagramResult } from '../index.ts';
import { expect } from './matchers.ts';

const LOST = { sequence: 1, servedBy: undefined, lost: true } as DatagramResult;

test('a lost datagram was served by nobody, also where the name is missing', () => {
  plainExpect(() => expect(LOST).toBeServedBy(undefined as never)).toThrow(
    'toBeServedBy() was given undefined. Give a target of a deployment, or its name. [HARNESS_ARGUMENT_INVALID]',
  );
  plainExpect(() => expect(LOST).not.toBeServedBy(undefined as never)).toThrow(
    'toBeServedBy() was given undefined',
  );
  expect(LOST).not.toBeServedBy('target-a');
});

test('only a target can become healthy', async () => {
  await plainExpect(expect('target-a').toBecome('healthy')).rejects.toThrow(
    "toBecome() is for a target of a deployment, and was used on 'target-a'. Take one from its `targets`",
  );
});
