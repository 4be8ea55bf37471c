import type { TimeBase } from './time-base.ts';

/**
 * Harness time. Everything that waits, waits here; nothing else in the product reads a clock.
 *
 * Instants are milliseconds since the epoch of the harness's own time; durations are milliseconds.
 */
export interface Clock {
  readonly kind: 'system' | 'scaled' | 'virtual';
  now(): number;
  /** The reading as a line, for nodes elsewhere. */
  timeBase(): TimeBase;
  /**
   * Calls back once at an instant, or at once (not synchronously) if it has passed. With a VirtualClock the
   * promise that the callback returns is waited for before time goes on.
   */
  schedule(atMs: number, callback: () => void | Promise<void>): ScheduledCall;
  /**
   * Says that work is under way which time should wait for, such as a probe over a real socket. VirtualClock
   * gives it `patienceMs` of real time, once; the others do not wait. What it rejects with rejects the advance in
   * virtual time and goes to the clock's `onError` otherwise.
   */
  track(work: Promise<unknown>): void;
  /**
   * Has somebody asked when patience with work has ended: the work is given up only when the answers have come, and
   * so never because a busy machine has not got round to it. Never called by a clock that does not wait. Returns how
   * to be asked no longer.
   */
  askBeforeGivingUp(ask: () => Promise<void>): () => void;
  /** Lets this much time go by: at once in virtual time, by waiting otherwise. */
  advance(durationMs: number): Promise<void>;
  /**
   * Lets time go by until a condition holds, looking at each deadline (virtual) or at an interval (otherwise).
   * Resolves to whether it held within the limit.
   */
  advanceUntil(
    condition: () => boolean | Promise<boolean>,
    limits: { withinMs: number; everyMs?: number },
  ): Promise<boolean>;
  /** Called on each change of the time base: the way a node is told the time. Waited for by `advance`. */
  onTimeBase(listener: (base: TimeBase) => void | Promise<void>): () => void;
  /** Cancels everything that is scheduled. */
  stop(): void;
}

export interface ScheduledCall {
  readonly atMs: number;
  cancel(): void;
}
