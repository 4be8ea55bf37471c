import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { bindError } from './bind-error.ts';
import { closing, guardGroup, killGroupAtExit, signalGroup } from './process-group.ts';

/** What to run. */
export interface HostProgram {
  readonly command: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  /** Whether it ends by itself when its standard input does. */
  readonly endsWithInput: boolean;
}

/** How long a process has to end after SIGTERM, in real time. */
const TERMINATION_PATIENCE_MS = 1_000;
const KEPT_LINES = 50;

/**
 * A child process that cannot outlive us, in a process group of its own, so that what it starts ends with it.
 */
export class HostProcess {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #dismiss: (() => void | Promise<void>)[] = [];
  /** It has ended, and so has who watched over it. */
  readonly #gone: Promise<unknown>;
  /** It has ended and its pipes are closed, also on our side. */
  readonly #closed: Promise<unknown>;
  #stopping: Promise<void> | undefined;
  /** Its first line on standard output; undefined when it ended without one. */
  readonly firstLine: Promise<string | undefined>;
  /** Resolves when it ends without having been stopped; what it wrote last stands indented below how it ended. */
  readonly exited: Promise<{ readonly detail: string }>;

  private constructor(child: ChildProcess, endsWithInput: boolean) {
    this.#child = child;
    const groupId = child.pid!;
    this.#dismiss.push(killGroupAtExit(groupId));
    if (!endsWithInput) this.#dismiss.push(guardGroup(groupId));
    // Writing is not intended, but a broken pipe must not crash us.
    child.stdin?.on('error', () => undefined);
    const output = createInterface({ input: child.stdout! });
    this.firstLine = new Promise((resolve) => {
      output.once('line', resolve);
      output.once('close', () => resolve(undefined));
    });
    output.on('line', (line) => this.#keep(line));
    const errors = createInterface({ input: child.stderr! });
    errors.on('line', (line) => this.#keep(line));
    const drained = Promise.all(
      [output, errors].map((lines) => new Promise<void>((resolve) => lines.once('close', resolve))),
    );
    // Of a process that is closed, standard input may still be open.
    this.#closed = Promise.all([closing(child), closing(child.stdin!)]);
    this.#gone = once(child, 'exit').then(() => Promise.all(this.#dismiss.map((dismiss) => dismiss())));
    this.exited = new Promise((resolve) => {
      child.once('exit', async (status, signal) => {
        if (this.#stopping) return;
        // Its descendants are part of it: with them its output ends, too.
        signalGroup(groupId, 'SIGKILL');
        await drained;
        const ending = signal ? `was ended by ${signal}` : `ended with status ${status}`;
        resolve({ detail: [ending, ...this.#lines.map((line) => `    ${line}`)].join('\n') });
      });
    });
  }

  /** @throws HarnessError HARNESS_HOST_START_FAILED when there is no such program */
  static async start({ command, environment, endsWithInput }: HostProgram): Promise<HostProcess> {
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
    return new HostProcess(child, endsWithInput);
  }

  /** What it wrote last, both outputs, oldest first. */
  output(): string {
    return this.#lines.join('\n');
  }

  /** Forgets what it wrote so far: what was meant for us is nothing that it said last. */
  forgetOutput(): void {
    this.#lines.length = 0;
  }

  /** Ends it and everything it started: SIGTERM, and after a second SIGKILL. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    const groupId = child.pid!;
    if (child.exitCode === null && child.signalCode === null) {
      signalGroup(groupId, 'SIGTERM');
      const timer = setTimeout(() => signalGroup(groupId, 'SIGKILL'), TERMINATION_PATIENCE_MS);
      await this.#gone;
      clearTimeout(timer);
      // What it started and what ignored SIGTERM.
      signalGroup(groupId, 'SIGKILL');
    }
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.destroy();
    await Promise.all([this.#closed, this.#gone]);
  }

  #keep(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }
}
