/** What the process ends with. */
export const EXIT_CODES = {
  done: 0,
  /** A scenario failed, or something else did that is not the caller's to correct. */
  failed: 1,
  /** Wrong usage, or something that is missing on this machine. */
  usage: 2,
  /** Interrupted before it was done: 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;
