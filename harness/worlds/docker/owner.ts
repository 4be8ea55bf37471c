import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { OWNER_LABEL } from './labels.ts';

/** Marks something on the engine as this process's: it is of no use without it. */
export function ownedByThisProcess(): Record<string, string> {
  return { [OWNER_LABEL]: `${placeOfProcesses()}/${process.pid}` };
}

/** Whether what bears these labels belongs to a process that has ended. False where that cannot be known from here. */
export function isOwnerGone(labels: Readonly<Record<string, string>> = {}): boolean {
  const [, place, id] = /^(.+)\/(\d+)$/.exec(labels[OWNER_LABEL] ?? '') ?? [];
  return place === placeOfProcesses() && !isRunning(Number(id));
}

/** Where the number of a process means the same process: this machine until it is started again, this container. */
function placeOfProcesses(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    // No Linux.
    return hostname();
  }
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
