import { stripVTControlCharacters } from 'node:util';
import { expect, test, vi } from 'vitest';
import { HarnessError } from '../errors.ts';
import { EXIT_CODES } from './exit-code.ts';
import { reportError } from './report-error.ts';

/** What is said on stderr, and the exit code. */
function report(error: unknown): { said: string; code: number } {
  const stderr = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    const code = reportError(error, { debug: false });
    return { said: stripVTControlCharacters(stderr.mock.calls.join('\n')), code };
  } finally {
    stderr.mockRestore();
  }
}

test('what went wrong comes before what stopping made of it', () => {
  const first = new HarnessError('HARNESS_CONTAINER_LOST', 'The router is gone', 'Start the world again');
  const leftover = new HarnessError('HARNESS_DOCKER_UNAVAILABLE', 'A network is left', 'Remove it');
  const stopping = new AggregateError([leftover], 'It did not stop cleanly');
  expect(report(new SuppressedError(stopping, first))).toEqual({
    said: [
      'error The router is gone. [HARNESS_CONTAINER_LOST]',
      'What to do on this machine: Start the world again.',
      'then A network is left. [HARNESS_DOCKER_UNAVAILABLE]',
      'What to do on this machine: Remove it.',
    ].join('\n'),
    code: EXIT_CODES.usage,
  });
});

test('an error that nobody foresaw is told as it is', () => {
  expect(report(new Error('boom'))).toEqual({
    said: 'error boom\nThis was not expected. --debug shows where it came from.',
    code: EXIT_CODES.failed,
  });
});
