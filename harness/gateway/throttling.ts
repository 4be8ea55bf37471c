import { AwsError } from '../core/aws-error.ts';
import { REQUEST_LIMITS, requestKind } from '../core/throttling/request-limits.ts';
import { TokenBucket } from '../core/throttling/token-bucket.ts';
import type { ApiCall } from './dispatch.ts';

/** Whether a call may be made now; throws the AwsError that AWS gives a caller who is too fast. */
export type Throttle = (call: ApiCall) => void;

/**
 * AWS's limits on ELBv2 calls (NLB-LB-25), each Region with buckets of its own. Time is the harness's: on a clock that
 * stands still nothing comes back.
 */
export function createThrottle(now: () => number): Throttle {
  const buckets = new Map<string, TokenBucket>();
  return ({ service, region, operation }) => {
    if (service !== 'elasticloadbalancing') return;
    const kind = requestKind(operation);
    const key = `${region} ${kind}`;
    let bucket = buckets.get(key);
    if (!bucket) {
      bucket = new TokenBucket(REQUEST_LIMITS[kind], now());
      buckets.set(key, bucket);
    }
    if (!bucket.take(now())) throw new AwsError('Throttling', 'Rate exceeded');
  };
}
