/**
 * A clock's reading as a line: harness time = `atMs` + (wall clock - `wallMs`) × `speed`.
 *
 * This is how a node in another thread or process is told the time without a message a millisecond. A stopped
 * clock (VirtualClock) has speed 0 and sends a new base at each step.
 */
export interface TimeBase {
  readonly atMs: number;
  /** `Date.now()` at the moment of the reading. */
  readonly wallMs: number;
  readonly speed: number;
}

/** The harness time that a base gives for a wall-clock instant. */
export function readTimeBase(base: TimeBase, wallMs: number): number {
  return base.speed === 0 ? base.atMs : base.atMs + (wallMs - base.wallMs) * base.speed;
}
