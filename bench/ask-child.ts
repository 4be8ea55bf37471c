import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Sends a child its order and waits for its answer; throws where it ends instead. */
export async function ask<Answer>(child: ChildProcess, order: object): Promise<Answer> {
  const settled = new AbortController();
  const ended = once(child, 'exit', settled).then(([code]) => {
    throw new Error(`${child.spawnargs.at(-1)} exited with code ${code} before it answered`);
  });
  child.send(order);
  try {
    const [message] = await Promise.race([once(child, 'message', settled), ended]);
    return message as Answer;
  } finally {
    settled.abort();
    ended.catch(() => undefined);
  }
}
