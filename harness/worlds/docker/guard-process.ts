/**
 * Entry of the process that guards what another has on an engine: reads its task from standard input, and when that
 * ends, and with it the owner, removes what the owner has left. An owner that stopped all in order has left nothing.
 * Uses nothing but Node, since each process of a test run has one of these.
 */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { GuardTask } from './guard.ts';

/** An engine that has not removed all in this time, after the owner's end, will not. */
const PATIENCE_MS = 60_000;
/** The engine may be making still what the owner asked for last, so nothing found once is not enough. */
const LOOKS_IN_VAIN = 2;
const BETWEEN_LOOKS_MS = 300;

const said = await text(process.stdin);
// An owner that was killed before it could say anything has nothing.
if (said !== '') await guard(JSON.parse(said));
// Connections are kept open for the next request.
process.exit();

async function guard(task: GuardTask): Promise<void> {
  // Of an owner's thread, standard input ends with the thread.
  while (isRunning(task.owner)) await delay(BETWEEN_LOOKS_MS);
  setTimeout(() => process.exit(1), PATIENCE_MS);
  for (let inVain = 0; ; ) {
    // An engine that does not answer may do so the next time.
    inVain = (await removeOwned(task).catch(() => true)) ? 0 : inVain + 1;
    if (inVain === LOOKS_IN_VAIN) return;
    await delay(BETWEEN_LOOKS_MS);
  }
}

/** One that was killed can be sent signals until its own parent has taken note; only its children have moved on. */
function isRunning(owner: number): boolean {
  if (process.platform !== 'win32') return process.ppid === owner;
  try {
    return process.kill(owner, 0);
  } catch {
    return false;
  }
}

/** Whether there was anything. What others are removing, or are still using, is there the next time, or is not. */
async function removeOwned({ engine, label }: GuardTask): Promise<boolean> {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }));
  const [containers, networks] = await Promise.all([
    list(`/containers/json?all=1&filters=${filters}`),
    list(`/networks?filters=${filters}`),
  ]);
  await Promise.allSettled(containers.map(({ Id }) => ask('DELETE', `/containers/${Id}?force=1&v=1`)));
  await Promise.allSettled(networks.map(({ Id }) => ask('DELETE', `/networks/${Id}`)));
  return containers.length + networks.length > 0;

  async function list(path: string): Promise<readonly { readonly Id: string }[]> {
    return JSON.parse(await ask('GET', path));
  }

  function ask(method: string, path: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const protocol = `${engine.protocol}:`;
    const request = protocol === 'https:' ? requestHttps : requestHttp;
    request({ ...(engine as object), protocol, method, path }, (response) => {
      const { statusCode = 0 } = response;
      if (statusCode < 300) text(response).then(resolve, reject);
      else response.destroy(new Error(`${method} ${path}: ${statusCode}`)).on('error', reject);
    })
      .on('error', reject)
      .end();
    return promise;
  }
}
