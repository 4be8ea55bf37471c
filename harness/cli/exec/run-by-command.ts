import { spawn } from 'node:child_process';
import { HarnessError, type HostEntrance } from '../../index.ts';
import { exitStatus } from './exit-status.ts';

type CommandEntrance = Extract<HostEntrance, { kind: 'command' }>;

/** The terminal sends these to the program as well as to us. */
const FROM_TERMINAL = ['SIGINT', 'SIGQUIT'] as const;

/** These are for us alone, and meant for the program. */
const PASSED_ON = ['SIGTERM', 'SIGHUP'] as const;

/**
 * Runs a program through the command that leads to a host, in the current folder and with this process's own
 * streams and environment. Returns its exit status.
 *
 * @throws HarnessError HARNESS_ARGUMENT_INVALID for a host of another user's world
 */
export async function runByCommand(
  { command: entrance, userId }: CommandEntrance,
  program: readonly string[],
): Promise<number> {
  requireUser(userId);
  const [file = '', ...parameters] = [...entrance, process.cwd(), ...program];
  const child = spawn(file, parameters, { stdio: 'inherit' });
  // Who decides about the end is the program: `nc` ends with Ctrl-C, a shell does not.
  const stay = () => undefined;
  const passOn = (signal: NodeJS.Signals) => void child.kill(signal);
  for (const signal of FROM_TERMINAL) process.on(signal, stay);
  for (const signal of PASSED_ON) process.on(signal, passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', (cause) => reject(cannotRun(file, cause)));
      child.once('exit', (status, signal) => resolve(exitStatus(status, signal)));
    });
  } finally {
    for (const signal of FROM_TERMINAL) process.off(signal, stay);
    for (const signal of PASSED_ON) process.off(signal, passOn);
  }
}

function requireUser(userId: number | undefined): void {
  const own = process.getuid?.();
  if (userId === undefined || own === userId || own === 0) return;
  throw new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `The world is served by the user with the id ${userId}, and only they can enter its hosts`,
    'Run nlb-harness exec as that user or as root',
  );
}

function cannotRun(file: string, cause: Error): HarnessError {
  return new HarnessError(
    'HARNESS_HOST_START_FAILED',
    `Cannot run ${file}: ${cause.message}`,
    'Run this on the machine where the world is served, and run nlb-harness doctor there',
    { cause },
  );
}
