import { HarnessError } from '../errors.ts';
import type { Clock, ScheduledCall } from './clock.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { assertDuration, assertPositive } from './duration.ts';
import { readTimeBase, type TimeBase } from './time-base.ts';
import { LONGEST_DELAY_MS, WALL_TIME, type WallTime } from './wall-time.ts';

export interface ScaledClockOptions {
  /** Harness milliseconds in a real one. */
  readonly speed: number;
  /** First instant; the wall clock's reading unless given. */
  readonly startMs?: number;
  /** Gets what a scheduled call throws; unless given, the process sees it as an uncaught exception. */
  readonly onError?: (error: unknown) => void;
  readonly wallTime?: WallTime;
}

/**
 * Time that runs by itself, a constant number of times as fast as the wall clock.
 *
 * Each timer is set from the wall clock's present reading, so nothing drifts. Scheduled calls do not keep the
 * process alive (a server does); somebody who awaits `advance` does.
 */
export class ScaledClock implements Clock {
  readonly kind: 'scaled' | 'system' = 'scaled';
  readonly #wall: WallTime;
  readonly #base: TimeBase;
  readonly #onError: (error: unknown) => void;
  readonly #deadlines = new DeadlineQueue();
  readonly #waits = new Set<() => void>();
  #cancelTimer: (() => void) | undefined;
  #stopped = false;

  constructor(options: ScaledClockOptions) {
    const { speed, wallTime = WALL_TIME, onError = throwUncaught } = options;
    assertPositive('speed', speed);
    const wallMs = wallTime.now();
    this.#wall = wallTime;
    this.#base = { atMs: options.startMs ?? wallMs, wallMs, speed };
    this.#onError = onError;
  }

  now(): number {
    return readTimeBase(this.#base, this.#wall.now());
  }

  timeBase(): TimeBase {
    const wallMs = this.#wall.now();
    return { atMs: readTimeBase(this.#base, wallMs), wallMs, speed: this.#base.speed };
  }

  schedule(atMs: number, callback: () => void | Promise<void>): ScheduledCall {
    assertDuration('atMs', atMs);
    const deadline = this.#deadlines.add(atMs, callback);
    if (this.#stopped) deadline.cancel();
    else this.#setTimer();
    return deadline;
  }

  /** This time waits for nobody; but what the work fails with must not go unheard. */
  track(work: Promise<unknown>): void {
    work.catch(this.#onError);
  }

  /** What is not waited for is not given up either. */
  askBeforeGivingUp(_ask: () => Promise<void>): () => void {
    return () => undefined;
  }

  async advance(durationMs: number): Promise<void> {
    assertDuration('durationMs', durationMs);
    const endMs = this.now() + durationMs;
    do await this.#wait(endMs);
    while (this.now() < endMs);
    this.#runDue();
  }

  async advanceUntil(
    condition: () => boolean | Promise<boolean>,
    { withinMs, everyMs = 1_000 }: { withinMs: number; everyMs?: number },
  ): Promise<boolean> {
    assertDuration('withinMs', withinMs);
    assertPositive('everyMs', everyMs);
    const endMs = this.now() + withinMs;
    for (;;) {
      if (await condition()) return true;
      const nowMs = this.now();
      if (nowMs >= endMs) return false;
      await this.advance(Math.min(everyMs, endMs - nowMs));
    }
  }

  /** The base of this clock never changes: the listener is never called. */
  onTimeBase(_listener: (base: TimeBase) => void | Promise<void>): () => void {
    return () => undefined;
  }

  /** Cancels everything that is scheduled, and rejects what waits in `advance` with HARNESS_WORLD_STOPPED. */
  stop(): void {
    this.#stopped = true;
    this.#deadlines.clear();
    this.#cancelTimer?.();
    for (const reject of [...this.#waits]) reject();
  }

  #setTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const atMs = this.#deadlines.nextAtMs;
    if (atMs === undefined) return;
    this.#cancelTimer = this.#wall.setTimer(this.#delayUntil(atMs), () => this.#runDue(), {
      keepsProcessAlive: false,
    });
  }

  #runDue(): void {
    const nowMs = this.now();
    for (;;) {
      const deadline = this.#deadlines.takeDue(nowMs);
      if (!deadline) break;
      // An async function, so that what the callback throws and what it rejects with go the same way.
      (async () => deadline.callback())().catch(this.#onError);
    }
    this.#setTimer();
  }

  /** Waits until an instant, or for the longest delay that a timer can have. */
  #wait(untilMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(stopped());
      const fail = () => {
        cancel();
        this.#waits.delete(fail);
        reject(stopped());
      };
      const cancel = this.#wall.setTimer(
        this.#delayUntil(untilMs),
        () => {
          this.#waits.delete(fail);
          resolve();
        },
        { keepsProcessAlive: true },
      );
      this.#waits.add(fail);
    });
  }

  #delayUntil(atMs: number): number {
    const delayMs = Math.ceil((atMs - this.now()) / this.#base.speed);
    return Math.min(Math.max(delayMs, 0), LONGEST_DELAY_MS);
  }
}

function stopped(): HarnessError {
  return new HarnessError(
    'HARNESS_WORLD_STOPPED',
    'The clock was stopped while somebody waited for time to go by',
    'Await what waits for time before stopping the world',
  );
}

function throwUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
