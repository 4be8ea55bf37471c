import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { describeLoss } from './describe-loss.ts';

interface State {
  readonly Running?: boolean;
  readonly OOMKilled?: boolean;
  readonly ExitCode?: number;
}

const gone = () => Promise.reject(Object.assign(new Error('no such container'), { statusCode: 404 }));
const refused = () => Promise.reject(new Error('connect ECONNREFUSED /run/docker.sock'));

/** As much of a container as is asked of it. */
function container({
  wait = gone,
  inspect,
}: {
  wait?: () => Promise<object>;
  inspect: () => Promise<object>;
}): Docker.Container {
  const dial = (_request: object, done: Dialled) =>
    wait().then((answer) => done(null, Readable.from([JSON.stringify(answer)])), done);
  return { id: 'c1', modem: { dial }, inspect } as object as Docker.Container;
}

type Dialled = (error: Error | null, answer?: Readable) => void;

/** One whose end the engine has taken note of. */
const ended = (state: State) =>
  container({
    wait: async () => ({ StatusCode: state.ExitCode }),
    inspect: async () => ({ State: state }),
  });

test.for([
  [{ ExitCode: 137 }, 'it was killed'],
  [{ ExitCode: 137, OOMKilled: true }, 'the system ran out of memory'],
  [{ ExitCode: 1 }, 'it ended with status 1'],
] as const)('of %o it is said that %s', async ([state, said]) => {
  expect(await describeLoss(ended(state))).toBe(said);
});

test('the streams of a container end before the engine takes note of its end', async () => {
  const running = { Running: true };
  let state: State = running;
  const asked = container({
    wait: async () => {
      state = { ExitCode: 137 };
      return { StatusCode: 137 };
    },
    inspect: async () => ({ State: state }),
  });
  expect(await describeLoss(asked)).toBe('it was killed');
});

test('of a container that is gone as soon as it has ended, how it ended is known', async () => {
  const asked = container({ wait: async () => ({ StatusCode: 2 }), inspect: gone });
  expect(await describeLoss(asked)).toBe('it ended with status 2');
});

test('of one that was gone already it is not', async () => {
  expect(await describeLoss(container({ inspect: gone }))).toBe('it was killed or removed');
});

test('a container that goes on has only lost its connection', async () => {
  const timedOut = async () => Promise.reject(new DOMException('aborted', 'TimeoutError'));
  const asked = container({ wait: timedOut, inspect: async () => ({ State: { Running: true } }) });
  expect(await describeLoss(asked)).toBe('it runs, but the connection to it has ended');
});

test('an engine that does not answer has gone itself', async () => {
  expect(await describeLoss(container({ wait: refused, inspect: refused }))).toBe(
    'the Docker engine does not answer any more (connect ECONNREFUSED /run/docker.sock)',
  );
});
