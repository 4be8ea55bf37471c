import type { StreamCounters } from '../protocol.ts';

/**
 * The fates of the bytes of one direction. At any time `receivedBytes` = `forwardedBytes` + `heldBytes` +
 * `discardedBytes`: whoever receives bytes calls `discard`, or `hold` and then `written`.
 */
export class StreamCounter {
  #received = 0;
  #forwarded = 0;
  #held = 0;
  #discarded = 0;

  receive(bytes: number): void {
    this.#received += bytes;
  }

  /** The bytes had no connection to go on with. */
  discard(bytes: number): void {
    this.#discarded += bytes;
  }

  /** The bytes were given to the operating system, which has not taken them yet. */
  hold(bytes: number): void {
    this.#held += bytes;
  }

  /** The operating system has taken held bytes, or never will. */
  written(error: Error | null | undefined, bytes: number): void {
    this.#held -= bytes;
    if (error) this.#discarded += bytes;
    else this.#forwarded += bytes;
  }

  snapshot(): StreamCounters {
    return {
      receivedBytes: this.#received,
      forwardedBytes: this.#forwarded,
      heldBytes: this.#held,
      discardedBytes: this.#discarded,
    };
  }
}
