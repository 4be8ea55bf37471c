import type { ScheduledCall } from './clock.ts';

export interface Deadline extends ScheduledCall {
  readonly callback: () => void | Promise<void>;
}

/** Scheduled calls by instant, those of one instant in the order of scheduling. */
export class DeadlineQueue {
  readonly #deadlines: Deadline[] = [];

  /** Enters a call; its `cancel` takes it out again and does nothing once it was taken. */
  add(atMs: number, callback: () => void | Promise<void>): Deadline {
    const deadline: Deadline = { atMs, callback, cancel: () => this.#remove(deadline) };
    this.#deadlines.splice(this.#firstAfter(atMs), 0, deadline);
    return deadline;
  }

  /** The earliest instant that something is scheduled for. */
  get nextAtMs(): number | undefined {
    return this.#deadlines[0]?.atMs;
  }

  /** Takes out the earliest call if it is due at `untilMs` or before. */
  takeDue(untilMs: number): Deadline | undefined {
    const first = this.#deadlines[0];
    return first && first.atMs <= untilMs ? this.#deadlines.shift() : undefined;
  }

  list(): readonly Deadline[] {
    return [...this.#deadlines];
  }

  clear(): void {
    this.#deadlines.length = 0;
  }

  #remove(deadline: Deadline): void {
    const index = this.#deadlines.indexOf(deadline);
    if (index >= 0) this.#deadlines.splice(index, 1);
  }

  #firstAfter(atMs: number): number {
    let low = 0;
    let high = this.#deadlines.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#deadlines[middle]!.atMs <= atMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
