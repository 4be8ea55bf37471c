import type { DropReason } from '../core/forwarding/drop-reason.ts';
import type { DirectionCounters } from './protocol.ts';

/**
 * The fates of the datagrams of one direction. At any time `received` = `forwarded` + `held` + all of `dropped`:
 * whoever receives a datagram calls `drop`, or `hold` and then `sent`.
 */
export class DirectionCounter {
  #received = 0;
  #receivedBytes = 0;
  #forwarded = 0;
  #forwardedBytes = 0;
  #held = 0;
  readonly #dropped = new Map<DropReason, number>();

  get held(): number {
    return this.#held;
  }

  receive(bytes: number): void {
    this.#received++;
    this.#receivedBytes += bytes;
  }

  drop(reason: DropReason): void {
    this.#dropped.set(reason, (this.#dropped.get(reason) ?? 0) + 1);
  }

  /** The datagram was given to the operating system, which has not answered yet. */
  hold(): void {
    this.#held++;
  }

  /** The operating system has answered for a held datagram. */
  sent(error: Error | null, bytes: number): void {
    this.#held--;
    if (error) {
      this.drop('send-failed');
      return;
    }
    this.#forwarded++;
    this.#forwardedBytes += bytes;
  }

  snapshot(): DirectionCounters {
    return {
      received: this.#received,
      receivedBytes: this.#receivedBytes,
      forwarded: this.#forwarded,
      forwardedBytes: this.#forwardedBytes,
      held: this.#held,
      dropped: Object.fromEntries(this.#dropped),
    };
  }
}
