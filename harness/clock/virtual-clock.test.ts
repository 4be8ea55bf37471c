import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualWallTime } from './manual-wall-time.fixture.ts';
import { VirtualClock } from './virtual-clock.ts';

const START = Date.UTC(2026, 0, 1);

test('starts at the beginning of 2026 and stands still', () => {
  const clock = new VirtualClock();
  expect(new Date(clock.now()).toISOString()).toBe('2026-01-01T00:00:00.000Z');
  expect(clock.timeBase()).toMatchObject({ atMs: START, speed: 0 });
});

test('calls back in order of instant, then of scheduling, at exactly those instants', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 20 }), async (offsets) => {
      const clock = new VirtualClock();
      const calls: [number, number][] = [];
      for (const [index, offset] of offsets.entries())
        clock.schedule(START + offset, () => void calls.push([clock.now() - START, index]));
      await clock.advance(20);
      const expected = offsets.map((offset, index): [number, number] => [offset, index]);
      expect(calls).toEqual(expected.sort(([a, i], [b, j]) => a - b || i - j));
      expect(clock.now()).toBe(START + 20);
    }),
    { numRuns: 30 },
  );
});

test('calls back within the same advance what a callback schedules', async () => {
  const clock = new VirtualClock();
  const instants: number[] = [];
  const tick = () => {
    instants.push(clock.now() - START);
    clock.schedule(clock.now() + 10, tick);
  };
  clock.schedule(START + 10, tick);
  await clock.advance(35);
  expect(instants).toEqual([10, 20, 30]);
  expect(clock.pending().map(({ atMs }) => atMs - START)).toEqual([40]);
});

test('calls back what is past at once but not synchronously, without an advance', async () => {
  const clock = new VirtualClock();
  let synchronous = true;
  const called = new Promise((resolve) => {
    clock.schedule(START - 5, () => resolve({ atMs: clock.now(), synchronous }));
  });
  synchronous = false;
  expect(await called).toEqual({ atMs: START, synchronous: false });
});

test('waits for the promise of a callback before going on', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  clock.schedule(START + 10, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`first done at ${clock.now() - START}`);
  });
  clock.schedule(START + 20, () => void log.push('second'));
  await clock.advance(100);
  expect(log).toEqual(['first done at 10', 'second']);
});

test('waits for tracked work and for the work that it tracks', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  clock.schedule(START + 10, () => {
    clock.track(
      turn().then(() => {
        clock.track(turn().then(() => log.push(`inner at ${clock.now() - START}`)));
      }),
    );
  });
  clock.schedule(START + 20, () => void log.push('next deadline'));
  await clock.advance(20);
  expect(log).toEqual(['inner at 10', 'next deadline']);
});

test('stops waiting for a piece of work when patience ends, once', async () => {
  const wallTime = new ManualWallTime();
  const clock = new VirtualClock({ wallTime, patienceMs: 500 });
  const log: string[] = [];
  clock.schedule(START + 10, () => new Promise(() => undefined));
  clock.schedule(START + 20, () => void log.push('its time-out'));
  clock.schedule(START + 30, () => void log.push('later'));
  const advanced = clock.advance(30);
  while (wallTime.delaysMs().length === 0) await wallTime.nextTurn();
  expect([clock.now() - START, wallTime.delaysMs(), log]).toEqual([10, [500], []]);
  await wallTime.pass(500);
  await advanced;
  expect(log).toEqual(['its time-out', 'later']);
  // Had the second or third deadline waited again, the advance would still hang: no more real time has passed.
});

test('gives work up only when those who know about it have answered', async () => {
  const wallTime = new ManualWallTime();
  const clock = new VirtualClock({ wallTime, patienceMs: 500 });
  const log: string[] = [];
  const answer = Promise.withResolvers<void>();
  const askNoLonger = clock.askBeforeGivingUp(() => {
    log.push('asked');
    return answer.promise;
  });
  const work = Promise.withResolvers<void>();
  clock.schedule(START + 10, () => work.promise.then(() => void log.push('done')));
  clock.schedule(START + 20, () => {
    log.push('next');
    return new Promise(() => undefined);
  });
  const advanced = clock.advance(20);
  while (wallTime.delaysMs().length === 0) await wallTime.nextTurn();
  await wallTime.pass(500);
  expect([clock.now() - START, log]).toEqual([10, ['asked']]);
  work.resolve();
  while (clock.now() === START + 10 || wallTime.delaysMs().length === 0) await wallTime.nextTurn();
  answer.resolve();
  askNoLonger();
  await wallTime.pass(500);
  await advanced;
  expect(log).toEqual(['asked', 'done', 'next']);
});

test('has patience with the work of each deadline as a whole, not piece by piece', async () => {
  const wallTime = new ManualWallTime();
  const clock = new VirtualClock({ wallTime, patienceMs: 500 });
  clock.schedule(START + 1, () => {
    for (let piece = 0; piece < 10; piece++) clock.track(new Promise(() => undefined));
  });
  const advanced = clock.advance(1);
  while (wallTime.delaysMs().length === 0) await wallTime.nextTurn();
  await wallTime.pass(500);
  await advanced;
  expect(clock.now()).toBe(START + 1);
});

test('does not call back what was cancelled, even by a callback of the same instant', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  clock.schedule(START + 1, () => call.cancel());
  const call = clock.schedule(START + 1, () => void log.push('cancelled'));
  clock.schedule(START + 1, () => void log.push('kept'));
  await clock.advance(1);
  expect(log).toEqual(['kept']);
});

test('queues advances that are asked for at the same time', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  clock.schedule(START + 5, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    log.push('at 5');
  });
  await Promise.all([
    clock.advance(10).then(() => log.push(`first ${clock.now() - START}`)),
    clock.advance(10).then(() => log.push(`second ${clock.now() - START}`)),
  ]);
  expect(log).toEqual(['at 5', 'first 10', 'second 20']);
});

test('rejects an advance with what a callback threw, after having arrived', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  clock.schedule(START + 1, () => {
    throw new Error('broken callback');
  });
  clock.schedule(START + 2, () => void log.push('the rest ran'));
  await expect(clock.advance(10)).rejects.toThrow('broken callback');
  expect([clock.now() - START, log]).toEqual([10, ['the rest ran']]);
  await expect(clock.advance(1)).resolves.toBeUndefined();
});

test('rejects the next advance with what failed when no advance was under way', async () => {
  const clock = new VirtualClock();
  clock.schedule(START, () => Promise.reject(new Error('at once')));
  await expect(clock.advance(1)).rejects.toThrow('at once');
});

test('does not wait again for work that is tracked again', async () => {
  const wallTime = new ManualWallTime();
  const clock = new VirtualClock({ wallTime });
  const hanging = new Promise(() => undefined);
  clock.track(hanging);
  const advanced = clock.advance(1);
  while (wallTime.delaysMs().length === 0) await wallTime.nextTurn();
  await wallTime.pass(2_000);
  await advanced;
  clock.track(hanging);
  await clock.advance(1);
  expect(clock.now()).toBe(START + 2);
});

test('rejects an advance with the failure of tracked work, several of them together', async () => {
  const clock = new VirtualClock();
  clock.track(Promise.reject(new Error('one')));
  clock.track(Promise.reject(new Error('two')));
  const failure = await clock.advance(1).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(AggregateError);
  expect((failure as AggregateError).errors.map((error: Error) => error.message)).toEqual(['one', 'two']);
});

test('tells each change of the time base before the callbacks of the instant, and waits for it', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  const unsubscribe = clock.onTimeBase(async (base) => {
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`base ${base.atMs - START} speed ${base.speed}`);
  });
  clock.schedule(START + 3, () => void log.push('callback'));
  clock.schedule(START + 3, () => void log.push('callback of the same instant'));
  await clock.advance(4);
  unsubscribe();
  await clock.advance(1);
  expect(log).toEqual(['base 3 speed 0', 'callback', 'callback of the same instant', 'base 4 speed 0']);
});

test('calls back before it arrives what a listener of the last time base schedules', async () => {
  const clock = new VirtualClock();
  const calls: number[] = [];
  clock.onTimeBase(({ atMs }) => void clock.schedule(atMs, () => void calls.push(clock.now() - START)));
  await clock.advance(7);
  expect(calls).toEqual([7]);
});

test('advances until a condition holds and no further', async () => {
  const clock = new VirtualClock();
  let healthy = false;
  clock.schedule(START + 2_500, () => {
    healthy = true;
  });
  const looked: number[] = [];
  const condition = async () => {
    looked.push(clock.now() - START);
    return healthy;
  };
  expect(await clock.advanceUntil(condition, { withinMs: 60_000, everyMs: 1_000 })).toBe(true);
  expect(looked).toEqual([0, 1_000, 2_000, 2_500]);
});

test('resolves to false at the limit when the condition never holds', async () => {
  const clock = new VirtualClock();
  expect(await clock.advanceUntil(() => false, { withinMs: 250, everyMs: 100 })).toBe(false);
  expect(clock.now() - START).toBe(250);
});

test('lets a condition advance the clock itself', async () => {
  const clock = new VirtualClock();
  const condition = async () => {
    await clock.advance(400);
    return clock.now() - START >= 800;
  };
  expect(await clock.advanceUntil(condition, { withinMs: 10_000, everyMs: 100 })).toBe(true);
  expect(clock.now() - START).toBe(900);
});

test('never calls back after stop', async () => {
  const clock = new VirtualClock();
  const log: string[] = [];
  clock.schedule(START + 1, () => void log.push('before'));
  clock.stop();
  clock.schedule(START + 1, () => void log.push('after'));
  await clock.advance(10);
  expect([log, clock.pending()]).toEqual([[], []]);
});

test('refuses durations that are negative, infinite or not numbers', async () => {
  const clock = new VirtualClock();
  for (const duration of [-1, Number.NaN, Infinity])
    await expect(clock.advance(duration)).rejects.toMatchObject({ code: 'HARNESS_ARGUMENT_INVALID' });
  await expect(clock.advanceUntil(() => true, { withinMs: 1, everyMs: 0 })).rejects.toMatchObject({
    code: 'HARNESS_ARGUMENT_INVALID',
  });
});
