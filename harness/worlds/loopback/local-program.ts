import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Program, ProgramEnd, RunningProgram } from '../running-program.ts';
import { bindError } from './bind-error.ts';
import { closing, guardGroup, killGroupAtExit, signalGroup } from './process-group.ts';

export interface LocalProgramSpec extends Program {
  /** Whether it ends by itself when its standard input does. */
  readonly endsWithInput: boolean;
}

/**
 * Starts a program as a child process that cannot outlive us, in a process group of its own, so that what it
 * starts ends with it.
 *
 * @throws HarnessError HARNESS_HOST_START_FAILED when there is no such program
 */
export async function startLocalProgram({
  command,
  environment,
  endsWithInput,
}: LocalProgramSpec): Promise<RunningProgram> {
  const [file = '', ...parameters] = command;
  const child = spawn(file, parameters, {
    env: environment,
    stdio: 'pipe',
    detached: true,
    windowsHide: true,
  });
  try {
    if (child.pid === undefined) await once(child, 'spawn');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw bindError(code === 'EMFILE' ? code : undefined, `Cannot run ${file}: ${message}`, cause);
  }
  return new LocalProgram(child, endsWithInput);
}

class LocalProgram implements RunningProgram {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly exited: Promise<ProgramEnd>;
  readonly closed: Promise<void>;
  readonly #groupId: number;

  constructor(child: ChildProcess, endsWithInput: boolean) {
    this.#groupId = child.pid!;
    this.stdin = child.stdin!;
    this.stdout = child.stdout!;
    this.stderr = child.stderr!;
    // A program that has ended cannot be written to; that it has ended is told by `exited`.
    this.stdin.on('error', () => undefined);
    const dismissals: (() => void | Promise<void>)[] = [killGroupAtExit(this.#groupId)];
    if (!endsWithInput) dismissals.push(guardGroup(this.#groupId));
    this.exited = once(child, 'exit').then(([status, signal]) => ({ status, signal }));
    const dismissed = this.exited.then(() => Promise.all(dismissals.map((dismiss) => dismiss())));
    // Of a process that is closed, standard input may still be open.
    this.closed = Promise.all([closing(child), closing(this.stdin), dismissed]).then(() => undefined);
  }

  signal(name: NodeJS.Signals): void {
    signalGroup(this.#groupId, name);
  }
}
