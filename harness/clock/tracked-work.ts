import type { WallTime } from './wall-time.ts';

/**
 * Work that time waits for: each piece `patienceMs` of real time, once, and then for as long as those who are asked
 * about it take to answer.
 */
export class TrackedWork {
  readonly #awaited = new Set<Promise<void>>();
  readonly #known = new WeakSet<Promise<unknown>>();
  readonly #asked = new Set<() => Promise<void>>();
  readonly #wall: WallTime;
  readonly #patienceMs: number;
  #failures: unknown[] = [];

  constructor(wall: WallTime, patienceMs: number) {
    this.#wall = wall;
    this.#patienceMs = patienceMs;
  }

  /** Adds a piece, if it is a new one. Its rejection is kept for {@link takeFailure}, even when it comes after patience has ended. */
  add(work: Promise<unknown>): void {
    if (this.#known.has(work)) return;
    this.#known.add(work);
    const settled: Promise<void> = work.then(
      () => this.#forget(settled),
      (error: unknown) => {
        this.#forget(settled);
        this.#failures.push(error);
      },
    );
    this.#awaited.add(settled);
  }

  /** Returns how to be asked no longer. */
  askBeforeGivingUp(ask: () => Promise<void>): () => void {
    this.#asked.add(ask);
    return () => this.#asked.delete(ask);
  }

  /** Calls a function now and adds the promise that it returns; what it throws counts as a rejection. */
  run(callback: () => void | Promise<void>): void {
    try {
      const work = callback();
      if (work) this.add(work);
    } catch (error) {
      this.#failures.push(error);
    }
  }

  /** Waits for all work there is, and for the work that it adds. */
  async settle(): Promise<void> {
    do {
      while (this.#awaited.size > 0) await this.#waitFor([...this.#awaited]);
      // Whoever waited for the work may track more work a few microtasks later.
      await this.#wall.nextTurn();
    } while (this.#awaited.size > 0);
  }

  /** What went wrong since the last call, once: the error itself, or an AggregateError of several. */
  takeFailure(): { readonly error: unknown } | undefined {
    const failures = this.#failures;
    if (failures.length === 0) return undefined;
    this.#failures = [];
    if (failures.length === 1) return { error: failures[0] };
    return { error: new AggregateError(failures, `${failures.length} scheduled calls failed`) };
  }

  async #waitFor(pieces: readonly Promise<void>[]): Promise<void> {
    await new Promise<void>((resolve) => {
      const giveUp = () =>
        void Promise.allSettled([...this.#asked].map((ask) => ask())).then(() => resolve());
      const cancel = this.#wall.setTimer(this.#patienceMs, giveUp, { keepsProcessAlive: true });
      void Promise.all(pieces).then(() => {
        cancel();
        resolve();
      });
    });
    for (const piece of pieces) this.#forget(piece);
  }

  #forget(piece: Promise<void>): void {
    this.#awaited.delete(piece);
  }
}
