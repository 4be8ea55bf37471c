/** The machine's own time: what the clocks are built on, and what a test replaces. */
export interface WallTime {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back after a delay of at most {@link LONGEST_DELAY_MS}; returns how to cancel. */
  setTimer(delayMs: number, callback: () => void, options: TimerOptions): () => void;
  /** Resolves when everything that is ready to run has run. */
  nextTurn(): Promise<void>;
}

export interface TimerOptions {
  /** Whether the process stays alive for this timer. */
  readonly keepsProcessAlive: boolean;
}

/** Timers with a longer delay fire at once: the delay is a signed 32-bit number. */
export const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const WALL_TIME: WallTime = {
  now: () => Date.now(),
  setTimer(delayMs, callback, { keepsProcessAlive }) {
    const timer = setTimeout(callback, delayMs);
    if (!keepsProcessAlive) timer.unref();
    return () => clearTimeout(timer);
  },
  nextTurn: () => new Promise((resolve) => setImmediate(resolve)),
};
