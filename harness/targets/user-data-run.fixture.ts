import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';

/** For tests: a directory that is there for as long as it is used. */
export function temporaryDirectory() {
  const path = mkdtempSync(join(tmpdir(), 'nlb-harness-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** What user data has started. */
export interface StartedScript {
  /** The first line of what each program wrote: the service, then its sidecars. */
  readonly lines: readonly string[];
  /** Ends each program that still runs, and waits until all that they started is gone. */
  end(): Promise<void>;
}

/** Runs a script as cloud-init would, in a directory of our own. */
export async function runScript(
  script: string,
  directory: string,
  environment: NodeJS.ProcessEnv,
  { sidecars = 0 } = {},
): Promise<StartedScript> {
  const prefixes = ['', ...Array.from({ length: sidecars }, (_, index) => `sidecar-${index + 1}.`)];
  // A pipe in place of each log file: reading waits for what is written, and nothing has to be polled.
  const logs = prefixes.map((prefix) => {
    const path = join(directory, `${prefix}log`);
    execFileSync('mkfifo', [path]);
    const lines = createInterface({ input: createReadStream(path) });
    return { first: once(lines, 'line'), closed: once(lines, 'close') };
  });
  const shell = spawn('sh', [], {
    env: { PATH: process.env.PATH, NLB_HARNESS_DIR: directory, ...environment },
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  shell.stdin.end(script);
  expect(await once(shell, 'exit')).toEqual([0, null]);
  const lines = await Promise.all(logs.map(async ({ first }): Promise<string> => (await first)[0]));
  return {
    lines,
    async end() {
      for (const prefix of prefixes)
        endProcess(Number(readFileSync(join(directory, `${prefix}pid`), 'utf8')));
      await Promise.all(logs.map(({ closed }) => closed));
    },
  };
}

function endProcess(pid: number): void {
  try {
    process.kill(pid);
  } catch (error) {
    // It has ended by itself.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
