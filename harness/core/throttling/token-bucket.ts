/** How many calls may come at once, and how fast the right to more comes back. */
export interface TokenBucketLimits {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** Full at first; a call takes one token, and time brings them back. Instants are milliseconds on the harness Clock. */
export class TokenBucket {
  readonly #limits: TokenBucketLimits;
  #tokens: number;
  #refilledAt: number;

  constructor(limits: TokenBucketLimits, now: number) {
    this.#limits = limits;
    this.#tokens = limits.capacity;
    this.#refilledAt = now;
  }

  /** Takes a token; false where none is left. */
  take(now: number): boolean {
    const { capacity, refillPerSecond } = this.#limits;
    const refilled = this.#tokens + ((now - this.#refilledAt) / 1000) * refillPerSecond;
    this.#tokens = Math.min(capacity, refilled);
    this.#refilledAt = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
