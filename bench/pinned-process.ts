import { type ChildProcess, fork, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** Whether processes can be kept on one processor each, so that none takes time from what is measured. */
export const CAN_PIN = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** The processor of what is measured, and that of everything around it. */
export type Processor = 'measured' | 'around';

const PROCESSORS = { around: '0', measured: '1' } as const;

/** The command line that keeps a command on its processor, where that can be done. */
function pinned(processor: Processor, command: readonly string[]): string[] {
  return CAN_PIN ? ['taskset', '-c', PROCESSORS[processor], ...command] : [...command];
}

export function spawnPinned(processor: Processor, command: readonly string[]): ChildProcess {
  const [program = '', ...args] = pinned(processor, command);
  return spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
}

/** Starts a module that takes an order by `message` and answers by one. It ends when it is disconnected. */
export function forkPinned(processor: Processor, module: URL): ChildProcess {
  const [execPath, ...execArgv] = pinned(processor, [process.execPath]);
  return fork(module, { execPath, execArgv });
}

/** Processor time of all threads of a process so far, in milliseconds; undefined on systems without /proc. */
export function cpuTimeMs(pid: number): number | undefined {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const nanoseconds = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return undefined;
  }
}

/** Resident memory of a process, in mebibytes; undefined on systems without /proc. */
export function residentMebibytes(pid: number): number | undefined {
  try {
    const kibibytes = /^VmRSS:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kibibytes) / 1024;
  } catch {
    return undefined;
  }
}
