import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HeldNetwork } from './held-network.ts';

/** How long visitors have to leave, in real time: a shell puts its terminal in order first. */
const LEAVING_PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 20;

/**
 * Ends the programs that are in a network although nobody here started them: somebody at a terminal did, and they
 * would go on in a network that leads nowhere. Those of other users may stay. The process that holds all networks is
 * no visitor: it goes in and out.
 */
export async function endVisitors(network: HeldNetwork, holderId: number | undefined): Promise<void> {
  const look = () => processesIn(network.name).filter((pid) => pid !== holderId);
  let visitors = look();
  // A stopped program hears nothing until it goes on.
  for (const pid of visitors) for (const signal of ['SIGHUP', 'SIGCONT'] as const) send(pid, signal);
  for (let waited = 0; visitors.length > 0 && waited < LEAVING_PATIENCE_MS; waited += LOOK_AGAIN_MS) {
    await sleep(LOOK_AGAIN_MS);
    visitors = look();
  }
  for (const pid of visitors) send(pid, 'SIGKILL');
}

function processesIn(network: string): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && networkOf(pid) === network);
}

/** Undefined for processes that have ended meanwhile, and for those of other users. */
function networkOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/net`);
  } catch {
    return undefined;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has left by itself, or belongs to another user.
  }
}
