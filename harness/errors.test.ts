import { expect, test } from 'vitest';
import { HarnessError } from './errors.ts';

test('what others said ends a sentence, whatever they end with', () => {
  const error = new HarnessError('HARNESS_DOCKER_UNAVAILABLE', 'The engine said: unknown \n', 'Look at it');
  expect(error.message).toBe('The engine said: unknown. Look at it. [HARNESS_DOCKER_UNAVAILABLE]');
});

test('what to do stands on a line of its own after lines that are quoted', () => {
  const what = 'The service wrote last:\n    no configuration\n    giving up\n';
  const { message } = new HarnessError('HARNESS_CONTAINER_NOT_READY', what, 'Look at it');
  expect(message).toBe(
    'The service wrote last:\n    no configuration\n    giving up\nLook at it. [HARNESS_CONTAINER_NOT_READY]',
  );
});
