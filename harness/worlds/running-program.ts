import type { Readable, Writable } from 'node:stream';

/** How a program ended: by itself, or by a signal. */
export interface ProgramEnd {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** What to run. */
export interface Program {
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/**
 * A program that was started, be it on this machine or inside a container: its streams, how it ends, and how it is
 * ended. It never outlives us.
 */
export interface RunningProgram {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Resolves when it has ended; what it started may go on, and its output may still come. */
  readonly exited: Promise<ProgramEnd>;
  /** Resolves when it has ended and its streams are closed, so that nothing of it is left here. */
  readonly closed: Promise<void>;
  /** Sends a signal to it and to what it started; nothing happens where all of it is gone. */
  signal(name: NodeJS.Signals): void;
}

/** For people: `ended with status 1`, `was ended by SIGKILL`. */
export function describeEnd({ status, signal }: ProgramEnd): string {
  return signal ? `was ended by ${signal}` : `ended with status ${status}`;
}
