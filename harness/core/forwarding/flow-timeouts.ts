import type { Flow } from './flow.ts';

/** Fixed by AWS and not configurable (NLB-RT-02, NLB-LI-16). */
export const UDP_IDLE_TIMEOUT_MS = 120_000;

/** What a TCP listener has unless its attribute says otherwise (NLB-LI-15). */
export const TCP_IDLE_TIMEOUT_MS = 350_000;

/** How long a target may take over its first answer (NLB-RT-03). */
export const RETURN_PATH_TIMEOUT_MS = 30_000;

/** How long a busy connection may stay on a target group that its listener no longer forwards to (NLB-LI-18). */
export const REPLACED_GROUP_LIMIT_MS = 3_600_000;

/** The first instant at which a flow no longer exists if no more datagrams come. */
export function flowExpiresAt({ lastDatagramAt, idleTimeoutMs, endsBy }: Flow): number {
  const idleAt = lastDatagramAt + idleTimeoutMs;
  return endsBy !== undefined && endsBy < idleAt ? endsBy : idleAt;
}
