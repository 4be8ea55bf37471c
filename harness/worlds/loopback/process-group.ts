import { spawn } from 'node:child_process';
import type { EventEmitter } from 'node:events';

const posix = process.platform !== 'win32';

/** Groups to take along when this process ends. One listener for all: each would count against Node's limit. */
const living = new Set<number>();

function killLiving(): void {
  for (const groupId of living) signalGroup(groupId, 'SIGKILL');
}

/** Sends a signal to a process and all its descendants that stayed in its group; to the process on Windows. */
export function signalGroup(groupId: number, signal: NodeJS.Signals): void {
  try {
    process.kill(posix ? -groupId : groupId, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Kills the group when this process exits. Returns the way to take that back. */
export function killGroupAtExit(groupId: number): () => void {
  if (living.size === 0) process.on('exit', killLiving);
  living.add(groupId);
  return () => {
    living.delete(groupId);
    if (living.size === 0) process.off('exit', killLiving);
  };
}

/**
 * Kills the group even when this process is killed and runs no exit listener: a shell waits for the end of its
 * standard input, which only our end can bring about. Returns the way to dismiss it, which resolves when the
 * shell and our end of its input are gone.
 */
export function guardGroup(groupId: number): () => Promise<void> {
  if (!posix) return async () => undefined;
  const guard = spawn('/bin/sh', ['-c', 'read -r _; kill -s KILL -- "-$1"', 'sh', String(groupId)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Without a shell there is no guard, and the exit listener has to do.
  guard.on('error', () => undefined);
  // Of a process that is closed, standard input may still be open.
  const closed = Promise.all([closing(guard), closing(guard.stdin)]);
  guard.unref();
  return async () => {
    guard.ref();
    guard.kill('SIGKILL');
    guard.stdin.destroy();
    await closed;
  };
}

/** Resolves when a process or a stream says that it is closed, whatever else it says. */
export function closing(emitter: EventEmitter): Promise<void> {
  return new Promise((resolve) => emitter.once('close', () => resolve()));
}
