import { expect, test } from 'vitest';
import { HarnessError } from './errors.ts';

test('what others said ends a sentence, whatever they end with', () => {
  const error = new HarnessError('HARNESS_DOCKER_UNAVAILABLE', 'The engine said: unknown \n', 'Look at it');
  expect(error.message).toBe('The engine said: unknown. Look at it. [HARNESS_DOCKER_UNAVAILABLE]');
});
