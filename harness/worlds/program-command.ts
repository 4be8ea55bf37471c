import { HarnessError } from '../errors.ts';
import type { RunningProgram } from './running-program.ts';
import type { HostCommand } from './world.ts';

/** How long a program has to end after SIGTERM, in real time. */
const TERMINATION_PATIENCE_MS = 1_000;

/** A program that a scenario runs on a host, and listens to. */
export class ProgramCommand implements HostCommand {
  readonly ended: Promise<number | null>;
  readonly #program: RunningProgram;
  readonly #command: readonly string[];
  #output = '';
  #stopped: Promise<void> | undefined;
  /** Asked whenever something was said, and at the end. */
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  constructor(command: readonly string[], program: RunningProgram) {
    this.#command = command;
    this.#program = program;
    const { stdin, stdout, stderr } = program;
    for (const stream of [stdout, stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        for (const look of this.#waiting) look();
      });
    this.ended = program.exited.then(async ({ status }) => {
      stdin.destroy();
      await program.closed;
      this.#hasEnded = true;
      for (const look of this.#waiting) look();
      return status;
    });
  }

  get output(): string {
    return this.#output;
  }

  write(text: string): void {
    this.#program.stdin.write(text);
  }

  end(): void {
    this.#program.stdin.end();
  }

  said(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.#output.includes(text);
        if (!found && !this.#hasEnded) return;
        this.#waiting.delete(look);
        if (found) resolve(this.#output);
        else reject(endedSilently(this.#command, text, this.#output));
      };
      this.#waiting.add(look);
      look();
    });
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    if (this.#hasEnded) return;
    this.#program.signal('SIGTERM');
    const timer = setTimeout(() => this.#program.signal('SIGKILL'), TERMINATION_PATIENCE_MS);
    await this.ended;
    clearTimeout(timer);
  }
}

function endedSilently(command: readonly string[], text: string, output: string): HarnessError {
  return new HarnessError(
    'HARNESS_HOST_EXITED',
    `The program ended without saying '${text}' (${command.join(' ')}). It said: ${output.trim() || 'nothing'}`,
    'Look at what it said and at its arguments',
  );
}
