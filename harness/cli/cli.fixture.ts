import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const BIN = fileURLToPath(new URL('./bin.mjs', import.meta.url));

export interface CliResult {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the real command line to its end. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return finish(launch(args, options));
}

/** How large the terminal of {@link runAtTerminal} is. */
export const TERMINAL = { rows: 31, columns: 97 };

/** The same at a terminal, by util-linux's `script`; what the command writes to stderr is in `stdout`, too. */
export async function runAtTerminal(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const quoted = [process.execPath, BIN, ...args].map((text) => `'${text.replaceAll("'", "'\\''")}'`);
  const { rows, columns } = TERMINAL;
  const command = `stty rows ${rows} columns ${columns}; ${quoted.join(' ')}`;
  const child = start('script', ['--quiet', '--return', '--command', command, '/dev/null'], options);
  // An input that ends would be typed as Ctrl-D.
  return collect(child);
}

/** Parses what a command said with --json. */
export function records(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** A command that runs on. It is killed when the test is over, if it has not ended by then. */
export class RunningCli implements Disposable {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #stderr: Promise<string>;

  constructor(args: readonly string[], options: CliOptions = {}) {
    this.child = launch(args, options);
    this.#lines = createInterface({ input: this.child.stdout! })[Symbol.asyncIterator]();
    this.#stderr = text(this.child.stderr!);
  }

  /** The next record of a kind; records before it are passed over. */
  async next(kind: string): Promise<Record<string, unknown>> {
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`It ended without saying '${kind}': ${await this.#stderr}`);
      const record = JSON.parse(value) as Record<string, unknown>;
      if (record.kind === kind) return record;
    }
  }

  /** Its lines up to and with the first that contains a text. */
  async linesUntil(part: string): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) throw new Error(`It ended without saying '${part}': ${await this.#stderr}`);
      lines.push(value);
      if (value.includes(part)) return lines;
    }
  }

  /** Ids of the processes that it started, and of those that they did. */
  async descendants(): Promise<number[]> {
    const all = await processes();
    const found = [this.child.pid!];
    for (const id of found) found.push(...all.filter(({ parent }) => parent === id).map(({ pid }) => pid));
    return found.slice(1);
  }

  async end(signal: NodeJS.Signals): Promise<{ code: number | null; stderr: string }> {
    const closed = once(this.child, 'close') as Promise<[number | null]>;
    this.child.kill(signal);
    for (let line = await this.#lines.next(); !line.done; ) line = await this.#lines.next();
    const [code] = await closed;
    return { code, stderr: await this.#stderr };
  }

  [Symbol.dispose](): void {
    this.child.kill('SIGKILL');
  }
}

/** Which of these processes still run. One that has ended and that nobody has asked about does not count. */
export async function alive(pids: readonly number[]): Promise<number[]> {
  return (await processes())
    .filter(({ pid, state }) => pids.includes(pid) && !state.startsWith('Z'))
    .map(({ pid }) => pid);
}

async function processes(): Promise<{ pid: number; parent: number; state: string }[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent, state = '']) => ({ pid: Number(pid), parent: Number(parent), state }));
}

function launch(args: readonly string[], options: CliOptions): ChildProcess {
  return start(process.execPath, [BIN, ...args], options);
}

function start(file: string, args: readonly string[], { cwd, env = {} }: CliOptions): ChildProcess {
  // Nothing of this test run, nor of the user's AWS settings, may reach the command.
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(NLB_|AWS_|VITEST|FORCE_COLOR|DEBUG$|NODE_ENV$)/.test(name),
  );
  return spawn(file, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(own), NO_COLOR: '1', ...env },
    ...(cwd !== undefined && { cwd }),
  });
}

async function finish(child: ChildProcess): Promise<CliResult> {
  child.stdin!.end();
  return collect(child);
}

async function collect(child: ChildProcess): Promise<CliResult> {
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stderr!),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
