import type { TimerOptions, WallTime } from './wall-time.ts';

/** A wall clock for tests: it stands still until told how much time has passed. */
export class ManualWallTime implements WallTime {
  #nowMs: number;
  #timers: { atMs: number; delayMs: number; callback: () => void; options: TimerOptions }[] = [];

  constructor(nowMs = 1_000_000) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  setTimer(delayMs: number, callback: () => void, options: TimerOptions): () => void {
    const timer = { atMs: this.#nowMs + delayMs, delayMs, callback, options };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  nextTurn(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }

  /** Lets real time pass, calls the timers that are due in order, and lets what they started run. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    for (;;) {
      const due = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.#nowMs = Math.max(this.#nowMs, due.atMs);
      due.callback();
      await this.nextTurn();
    }
    this.#nowMs = endMs;
  }

  /** The delays that timers are set to now. */
  delaysMs(): number[] {
    return this.#timers.map(({ delayMs }) => delayMs);
  }

  /** Which of the timers set now keep the process alive. */
  keepingAlive(): boolean[] {
    return this.#timers.map(({ options }) => options.keepsProcessAlive);
  }
}
