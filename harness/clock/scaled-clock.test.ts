import { expect, test } from 'vitest';
import { ManualWallTime } from './manual-wall-time.fixture.ts';
import { ScaledClock } from './scaled-clock.ts';
import { SystemClock } from './system-clock.ts';
import { readTimeBase } from './time-base.ts';

test('runs at its speed from its start instant', async () => {
  const wallTime = new ManualWallTime(5_000);
  const clock = new ScaledClock({ speed: 60, startMs: 100, wallTime });
  await wallTime.pass(1_000);
  expect(clock.now()).toBe(60_100);
  expect(clock.timeBase()).toEqual({ atMs: 60_100, wallMs: 6_000, speed: 60 });
  expect(readTimeBase(clock.timeBase(), 7_000)).toBe(120_100);
});

test('is the wall clock as a SystemClock', async () => {
  const wallTime = new ManualWallTime(5_000);
  const clock = new SystemClock({ wallTime });
  await wallTime.pass(7);
  expect([clock.kind, clock.now()]).toEqual(['system', 5_007]);
});

test('calls back at the instant by the wall clock, in order, and does not keep the process alive', async () => {
  const wallTime = new ManualWallTime(0);
  const clock = new ScaledClock({ speed: 10, startMs: 0, wallTime });
  const calls: [string, number][] = [];
  clock.schedule(2_000, () => void calls.push(['late', clock.now()]));
  clock.schedule(1_000, () => void calls.push(['early', clock.now()]));
  expect([wallTime.delaysMs(), wallTime.keepingAlive()]).toEqual([[100], [false]]);
  await wallTime.pass(99);
  expect(calls).toEqual([]);
  await wallTime.pass(101);
  expect(calls).toEqual([
    ['early', 1_000],
    ['late', 2_000],
  ]);
  expect(wallTime.delaysMs()).toEqual([]);
});

test('does not drift when each call schedules the next', async () => {
  const wallTime = new ManualWallTime(0);
  const clock = new ScaledClock({ speed: 3, startMs: 0, wallTime });
  const instants: number[] = [];
  const tick = (atMs: number) => {
    instants.push(atMs);
    clock.schedule(atMs + 10, () => tick(atMs + 10));
  };
  clock.schedule(10, () => tick(10));
  await wallTime.pass(1_000);
  expect([instants.length, instants.at(-1)]).toEqual([300, 3_000]);
});

test('reaches deadlines beyond the longest delay of a timer', async () => {
  const wallTime = new ManualWallTime(0);
  const clock = new SystemClock({ wallTime });
  const fortyDaysMs = 40 * 86_400_000;
  const calls: number[] = [];
  clock.schedule(fortyDaysMs, () => void calls.push(clock.now()));
  expect(wallTime.delaysMs()).toEqual([2 ** 31 - 1]);
  await wallTime.pass(fortyDaysMs - 1);
  expect(calls).toEqual([]);
  await wallTime.pass(1);
  expect(calls).toEqual([fortyDaysMs]);
});

test('cancels a call and the timer with the last of them', async () => {
  const wallTime = new ManualWallTime(0);
  const clock = new SystemClock({ wallTime });
  const calls: string[] = [];
  const call = clock.schedule(10, () => void calls.push('cancelled'));
  call.cancel();
  await wallTime.pass(10);
  expect([calls, wallTime.delaysMs()]).toEqual([[], []]);
});

test('waits in advance, keeping the process alive, and has called back what was due', async () => {
  const wallTime = new ManualWallTime(0);
  const clock = new ScaledClock({ speed: 100, startMs: 0, wallTime });
  const log: string[] = [];
  const advanced = clock.advance(1_000).then(() => log.push('advanced'));
  clock.schedule(1_000, () => void log.push('due'));
  expect(wallTime.keepingAlive()).toEqual([true, false]);
  await wallTime.pass(10);
  await advanced;
  expect(log).toEqual(['due', 'advanced']);
});

test('looks at a condition at the interval until it holds', async () => {
  const wallTime = new ManualWallTime(0);
  const clock = new ScaledClock({ speed: 10, startMs: 0, wallTime });
  const looked: number[] = [];
  const condition = () => {
    looked.push(clock.now());
    return clock.now() >= 2_000;
  };
  const held = clock.advanceUntil(condition, { withinMs: 5_000, everyMs: 800 });
  await wallTime.pass(0);
  for (let pass = 0; pass < 3; pass++) await wallTime.pass(80);
  expect([await held, looked]).toEqual([true, [0, 800, 1_600, 2_400]]);
});

test('resolves to false at the limit when the condition never holds', async () => {
  const wallTime = new ManualWallTime(0);
  const clock = new SystemClock({ wallTime });
  const held = clock.advanceUntil(() => false, { withinMs: 150, everyMs: 100 });
  for (const ms of [0, 100, 50]) await wallTime.pass(ms).then(() => wallTime.nextTurn());
  expect(await held).toBe(false);
  expect(clock.now()).toBe(150);
});

test('reports what a callback throws or rejects with, and goes on', async () => {
  const wallTime = new ManualWallTime(0);
  const errors: unknown[] = [];
  const clock = new SystemClock({ wallTime, onError: (error) => errors.push(error) });
  const calls: string[] = [];
  clock.schedule(1, () => {
    throw new Error('thrown');
  });
  clock.schedule(1, () => Promise.reject(new Error('rejected')));
  clock.schedule(1, () => void calls.push('went on'));
  await wallTime.pass(1);
  expect([errors.map(String), calls]).toEqual([['Error: thrown', 'Error: rejected'], ['went on']]);
});

test('rejects a waiting advance when it is stopped', async () => {
  const wallTime = new ManualWallTime(0);
  const clock = new SystemClock({ wallTime });
  const advanced = clock.advance(10);
  clock.schedule(5, () => expect.unreachable());
  clock.stop();
  await expect(advanced).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
  await expect(clock.advance(1)).rejects.toMatchObject({ code: 'HARNESS_WORLD_STOPPED' });
  expect(wallTime.delaysMs()).toEqual([]);
});

test('work that fails is told to onError, though this time does not wait for it', async () => {
  const failures: unknown[] = [];
  const told = Promise.withResolvers<void>();
  const clock = new ScaledClock({
    speed: 1,
    onError: (error) => {
      failures.push(error);
      told.resolve();
    },
  });
  const failure = new Error('the node is gone');
  clock.track(Promise.reject(failure));
  await told.promise;
  expect(failures).toEqual([failure]);
});
