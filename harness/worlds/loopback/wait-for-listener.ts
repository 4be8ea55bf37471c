import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Endpoint } from '../../core/network/endpoint.ts';

const RETRY_MS = 20;

/**
 * Waits until somebody accepts TCP connections there. Gives up quietly when the patience (real time) is at its
 * end or when `abandoned` resolves: whether the service is healthy is for the health checks to say.
 */
export async function waitForListener(
  at: Endpoint,
  patienceMs: number,
  abandoned: Promise<unknown>,
): Promise<void> {
  const givingUp = new AbortController();
  const { signal } = givingUp;
  const limit = setTimeout(patienceMs, undefined, { signal }).catch(() => undefined);
  void Promise.race([limit, abandoned]).then(() => givingUp.abort());
  while (!signal.aborted && !(await accepts(at)))
    await setTimeout(RETRY_MS, undefined, { signal }).catch(() => undefined);
  givingUp.abort();
}

function accepts({ address, port }: Endpoint): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
