import { constants } from 'node:os';

/** What a shell makes of how a program ended: its status, or 128 and the number of the signal. */
export function exitStatus(status: number | null, signal: NodeJS.Signals | null): number {
  return status ?? 128 + (signal ? constants.signals[signal] : 0);
}
