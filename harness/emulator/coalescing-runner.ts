/**
 * Runs one piece of asynchronous work at a time, and joins requests for the same work: whoever asks while it
 * runs waits for one more run, which sees everything that happened before the asking.
 */
export class CoalescingRunner {
  readonly #work: () => Promise<void>;
  #running: Promise<void> | undefined;
  #again: Promise<void> | undefined;

  constructor(work: () => Promise<void>) {
    this.#work = work;
  }

  /** Resolves after a run that began after this call. */
  run(): Promise<void> {
    if (!this.#running) return this.#start();
    this.#again ??= this.#running.catch(() => undefined).then(() => this.#start());
    return this.#again;
  }

  #start(): Promise<void> {
    this.#again = undefined;
    this.#running = this.#work().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }
}
