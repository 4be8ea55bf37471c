import { HarnessError } from '../errors.ts';

/**
 * What lives in a host network, from coming up to going down: every world's network keeps its hosts and sockets
 * with one of these, so that nothing can come up while or after everything else goes down.
 */
export class Residents {
  readonly #starting = new Set<Promise<unknown>>();
  readonly #leaving = Promise.withResolvers<void>();
  #gone: Promise<void> | undefined;

  /** Resolves when the network is being stopped: what waits for a service to listen need not wait any more. */
  get abandoned(): Promise<void> {
    return this.#leaving.promise;
  }

  /** Throws HARNESS_WORLD_STOPPED once the network is being stopped. */
  checkRunning(): void {
    if (this.#gone)
      throw new HarnessError(
        'HARNESS_WORLD_STOPPED',
        'The host network has been stopped',
        'Start another one, or do this before stopping it',
      );
  }

  /** Has the network wait for what is coming up, before it goes down. */
  track<T>(start: Promise<T>): Promise<T> {
    this.#starting.add(start);
    const done = () => this.#starting.delete(start);
    start.then(done, done);
    return start;
  }

  /**
   * Takes everything down, once: waits for what is coming up, stops what `residents` then names, and releases the
   * ground they stood on.
   */
  dismiss(residents: () => Iterable<Promise<void>>, release: () => Promise<void>): Promise<void> {
    this.#gone ??= this.#dismiss(residents, release);
    return this.#gone;
  }

  async #dismiss(residents: () => Iterable<Promise<void>>, release: () => Promise<void>): Promise<void> {
    this.#leaving.resolve();
    // What is about to come up has to be up before it can be taken down.
    while (this.#starting.size > 0) await Promise.allSettled(this.#starting);
    const failed = (await Promise.allSettled(residents())).find(({ status }) => status === 'rejected');
    // Also where one of them could not be stopped: the others are not to stay for its sake.
    await release();
    if (failed) throw (failed as PromiseRejectedResult).reason;
  }
}
