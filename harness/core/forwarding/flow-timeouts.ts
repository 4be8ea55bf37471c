import type { Flow } from './flow.ts';

/** Fixed by AWS and not configurable (NLB-RT-02, NLB-LI-16). */
export const UDP_IDLE_TIMEOUT_MS = 120_000;

/** How long a target may take over its first answer (NLB-RT-03). */
export const RETURN_PATH_TIMEOUT_MS = 30_000;

/** The first instant at which a flow no longer exists if no more datagrams come. */
export function flowExpiresAt(flow: Flow): number {
  return flow.lastDatagramAt + UDP_IDLE_TIMEOUT_MS;
}
