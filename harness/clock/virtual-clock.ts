import type { Clock, ScheduledCall } from './clock.ts';
import { DeadlineQueue } from './deadline-queue.ts';
import { assertDuration, assertPositive } from './duration.ts';
import type { TimeBase } from './time-base.ts';
import { TrackedWork } from './tracked-work.ts';
import { WALL_TIME, type WallTime } from './wall-time.ts';

export interface VirtualClockOptions {
  /** First instant; 2026-01-01T00:00:00Z unless given. */
  readonly startMs?: number;
  /** How long of real time a piece of work is waited for before it is asked whether it hangs; 2000 unless given. */
  readonly patienceMs?: number;
  readonly wallTime?: WallTime;
}

/**
 * Time that moves only when told to, from deadline to deadline, and waits for the work it started.
 *
 * An advance goes on to its end when a callback, a listener or tracked work fails, and rejects then, so that the
 * clock is never left between two instants. A callback that awaits an advance of its own gets it only after
 * patience has ended: the two wait for each other.
 */
export class VirtualClock implements Clock {
  readonly kind = 'virtual';
  readonly #wall: WallTime;
  readonly #work: TrackedWork;
  readonly #deadlines = new DeadlineQueue();
  readonly #listeners = new Set<(base: TimeBase) => void | Promise<void>>();
  #nowMs: number;
  #turn: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(options: VirtualClockOptions = {}) {
    const { startMs = Date.UTC(2026, 0, 1), patienceMs = 2_000, wallTime = WALL_TIME } = options;
    assertDuration('startMs', startMs);
    assertDuration('patienceMs', patienceMs);
    this.#nowMs = startMs;
    this.#wall = wallTime;
    this.#work = new TrackedWork(wallTime, patienceMs);
  }

  now(): number {
    return this.#nowMs;
  }

  timeBase(): TimeBase {
    return { atMs: this.#nowMs, wallMs: this.#wall.now(), speed: 0 };
  }

  schedule(atMs: number, callback: () => void | Promise<void>): ScheduledCall {
    assertDuration('atMs', atMs);
    const deadline = this.#deadlines.add(atMs, callback);
    if (this.#stopped) deadline.cancel();
    // What fails in this turn is kept for the next advance, because nobody waits for this one.
    else if (atMs <= this.#nowMs) void this.#inTurn(() => this.#goTo(this.#nowMs));
    return deadline;
  }

  track(work: Promise<unknown>): void {
    this.#work.add(work);
  }

  askBeforeGivingUp(ask: () => Promise<void>): () => void {
    return this.#work.askBeforeGivingUp(ask);
  }

  /** Moves time; calls at the same time queue up. Rejects with what failed on the way, after having arrived. */
  async advance(durationMs: number): Promise<void> {
    assertDuration('durationMs', durationMs);
    await this.#inTurn(async () => {
      await this.#goTo(this.#nowMs + durationMs);
      this.#throwFailure();
    });
  }

  async advanceUntil(
    condition: () => boolean | Promise<boolean>,
    { withinMs, everyMs = 10_000 }: { withinMs: number; everyMs?: number },
  ): Promise<boolean> {
    assertDuration('withinMs', withinMs);
    assertPositive('everyMs', everyMs);
    const endMs = this.#nowMs + withinMs;
    for (;;) {
      await this.#inTurn(() => this.#goTo(this.#nowMs));
      this.#throwFailure();
      if (await condition()) return true;
      if (this.#nowMs >= endMs) return false;
      await this.#inTurn(() =>
        this.#goTo(
          Math.max(this.#nowMs, Math.min(this.#deadlines.nextAtMs ?? Infinity, this.#nowMs + everyMs, endMs)),
        ),
      );
    }
  }

  onTimeBase(listener: (base: TimeBase) => void | Promise<void>): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What waits for time to be advanced, earliest first: for the message of whoever waited in vain. */
  pending(): readonly ScheduledCall[] {
    return this.#deadlines.list();
  }

  /** Cancels everything that is scheduled; what is scheduled later never runs. */
  stop(): void {
    this.#stopped = true;
    this.#deadlines.clear();
  }

  #inTurn(step: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(step);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #goTo(endMs: number): Promise<void> {
    await this.#work.settle();
    for (;;) {
      const deadline = this.#deadlines.takeDue(endMs);
      if (deadline) {
        await this.#tell(Math.max(deadline.atMs, this.#nowMs));
        this.#work.run(deadline.callback);
        await this.#work.settle();
      } else if (this.#nowMs < endMs) await this.#tell(endMs);
      else return;
    }
  }

  async #tell(atMs: number): Promise<void> {
    if (atMs === this.#nowMs) return;
    this.#nowMs = atMs;
    const base = this.timeBase();
    for (const listener of this.#listeners) this.#work.run(() => listener(base));
    await this.#work.settle();
  }

  #throwFailure(): void {
    const failure = this.#work.takeFailure();
    if (failure) throw failure.error;
  }
}
