import { createInterface } from 'node:readline';
import { describeEnd, type RunningProgram } from '../running-program.ts';
import { type LocalProgramSpec, startLocalProgram } from './local-program.ts';

/** How a process is brought about. */
export type StartProgram = (spec: LocalProgramSpec) => Promise<RunningProgram>;

/** How long a process has to end after SIGTERM, in real time. */
const TERMINATION_PATIENCE_MS = 1_000;
const KEPT_LINES = 50;

/** A service of a host: a process that is to go on until it is stopped, and whose last words are kept. */
export class HostProcess {
  readonly #program: RunningProgram;
  readonly #lines: string[] = [];
  readonly #listening = new Set<(line: string) => void>();
  #hasExited = false;
  #stopping: Promise<void> | undefined;
  /** Its first line on standard output; undefined when it ended without one. */
  readonly firstLine: Promise<string | undefined>;
  /** Resolves when it ends without having been stopped; what it wrote last stands indented below how it ended. */
  readonly exited: Promise<{ readonly detail: string }>;

  private constructor(program: RunningProgram) {
    this.#program = program;
    const output = createInterface({ input: program.stdout });
    this.firstLine = new Promise((resolve) => {
      output.once('line', resolve);
      output.once('close', () => resolve(undefined));
    });
    output.on('line', (line) => this.#keep(line));
    const errors = createInterface({ input: program.stderr });
    errors.on('line', (line) => this.#keep(line));
    const drained = Promise.all(
      [output, errors].map((lines) => new Promise<void>((resolve) => lines.once('close', resolve))),
    );
    this.exited = new Promise((resolve) => {
      program.exited.then(async (end) => {
        this.#hasExited = true;
        if (this.#stopping) return;
        // Its descendants are part of it: with them its output ends, too.
        program.signal('SIGKILL');
        await drained;
        resolve({ detail: [describeEnd(end), ...this.#lines.map((line) => `    ${line}`)].join('\n') });
      });
    });
  }

  /** @throws HarnessError HARNESS_HOST_START_FAILED when there is no such program */
  static async start(spec: LocalProgramSpec, start: StartProgram = startLocalProgram): Promise<HostProcess> {
    return new HostProcess(await start(spec));
  }

  /** What it wrote last, both outputs, oldest first. */
  output(): string {
    return this.#lines.join('\n');
  }

  /** Forgets what it wrote so far: what was meant for us is nothing that it said last. */
  forgetOutput(): void {
    this.#lines.length = 0;
  }

  /** Resolves as soon as a line holds this text, one of the last or one to come. */
  said(text: string): Promise<void> {
    return new Promise((resolve) => {
      const listen = (line: string) => {
        if (!line.includes(text)) return;
        this.#listening.delete(listen);
        resolve();
      };
      this.#listening.add(listen);
      for (const line of this.#lines) listen(line);
    });
  }

  /** Ends it and everything it started: SIGTERM, and after a second SIGKILL. Idempotent. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const program = this.#program;
    if (!this.#hasExited) {
      program.signal('SIGTERM');
      const timer = setTimeout(() => program.signal('SIGKILL'), TERMINATION_PATIENCE_MS);
      await program.exited;
      clearTimeout(timer);
      // What it started and what ignored SIGTERM.
      program.signal('SIGKILL');
    }
    for (const stream of [program.stdin, program.stdout, program.stderr]) stream.destroy();
    await program.closed;
  }

  #keep(line: string): void {
    this.#lines.push(line);
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
    for (const listen of this.#listening) listen(line);
  }
}
