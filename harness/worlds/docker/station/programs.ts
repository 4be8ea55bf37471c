import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { signalGroup } from '../../loopback/process-group.ts';
import type { ByteStreams } from './byte-stream.ts';
import type { FromStation, ProgramSignal, StationAction } from './protocol.ts';

type Run = Extract<StationAction, { readonly type: 'run' }>;

/** The programs that a station runs. They end with its container, so nobody needs to watch over them. */
export class Programs {
  readonly #streams: ByteStreams;
  readonly #send: (message: FromStation) => void;
  readonly #running = new Map<number, ChildProcess>();

  constructor(streams: ByteStreams, send: (message: FromStation) => void) {
    this.#streams = streams;
    this.#send = send;
  }

  /** Resolves when it has started; rejects with the system's error when there is no such program. */
  async run({ program, command, environment, directory, stdin, stdout, stderr }: Run): Promise<void> {
    const [file = '', ...parameters] = command;
    const child = spawn(file, parameters, {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: 'pipe',
      detached: true,
    });
    if (child.pid === undefined) await once(child, 'spawn');
    this.#running.set(program, child);
    const input = this.#streams.open(stdin, { writable: false });
    // A program that has ended cannot be written to; that it has ended is told below.
    child.stdin.on('error', () => undefined);
    input.pipe(child.stdin);
    input.once('close', () => child.stdin.destroy());
    child.stdout.pipe(this.#streams.open(stdout, { readable: false }));
    child.stderr.pipe(this.#streams.open(stderr, { readable: false }));
    child.once('exit', (status, signal) => {
      this.#send({ type: 'exited', program, status, signal });
    });
    child.once('close', () => {
      input.destroy();
      this.#running.delete(program);
    });
  }

  signal({ program, name }: ProgramSignal): void {
    const child = this.#running.get(program);
    if (child?.pid !== undefined) signalGroup(child.pid, name);
  }
}
