import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { HarnessError } from '../../errors.ts';
import { closing, guardGroup, killGroupAtExit, signalGroup } from '../loopback/process-group.ts';
import type { HostCommand } from '../world.ts';

/** How long a program has to end after SIGTERM, in real time. */
const TERMINATION_PATIENCE_MS = 1_000;

/** Starts a program that cannot outlive us, in a process group of its own. */
export async function startHostCommand(
  command: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<HostCommand> {
  const [file = '', ...parameters] = command;
  const child = spawn(file, parameters, { env: environment, stdio: 'pipe', detached: true });
  try {
    if (child.pid === undefined) await once(child, 'spawn');
  } catch (cause) {
    throw new HarnessError(
      'HARNESS_HOST_START_FAILED',
      `Cannot run ${file}: ${(cause as Error).message}`,
      'Install it, or look at its name',
      { cause },
    );
  }
  return new RunningCommand(child);
}

class RunningCommand implements HostCommand {
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  #output = '';
  #stopped: Promise<void> | undefined;
  /** Asked whenever something was said, and at the end. */
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  constructor(child: ChildProcess) {
    this.#child = child;
    const dismissals = [killGroupAtExit(child.pid!), guardGroup(child.pid!)];
    // A program that has ended cannot be written to; that it has ended is told by `ended`.
    child.stdin?.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        for (const look of this.#waiting) look();
      });
    this.ended = new Promise((resolve) => {
      child.once('close', async (status) => {
        child.stdin?.destroy();
        await Promise.all([untilClosed(child.stdin), ...dismissals.map((dismiss) => dismiss())]);
        this.#hasEnded = true;
        for (const look of this.#waiting) look();
        resolve(status);
      });
    });
  }

  get output(): string {
    return this.#output;
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  end(): void {
    this.#child.stdin?.end();
  }

  said(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.#output.includes(text);
        if (!found && !this.#hasEnded) return;
        this.#waiting.delete(look);
        if (found) resolve(this.#output);
        else reject(endedSilently(this.#child.spawnargs, text, this.#output));
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
    const groupId = this.#child.pid!;
    signalGroup(groupId, 'SIGTERM');
    const timer = setTimeout(() => signalGroup(groupId, 'SIGKILL'), TERMINATION_PATIENCE_MS);
    await this.ended;
    clearTimeout(timer);
  }
}

/** Of a process that is closed, standard input may still be open. */
async function untilClosed(stream: Writable | null): Promise<void> {
  if (stream && !stream.closed) await closing(stream);
}

function endedSilently(command: readonly string[], text: string, output: string): HarnessError {
  return new HarnessError(
    'HARNESS_HOST_EXITED',
    `The program ended without saying '${text}' (${command.join(' ')}). It said: ${output.trim() || 'nothing'}`,
    'Look at what it said and at its arguments',
  );
}
