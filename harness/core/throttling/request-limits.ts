import type { TokenBucketLimits } from './token-bucket.ts';

/** The kinds of ELBv2 calls that AWS counts together (NLB-LB-25). */
export type RequestKind = 'resource-intensive' | 'registration' | 'non-mutating' | 'mutating';

/** NLB-LB-25, per account and Region. That all operations of a kind share one bucket is unsure. */
export const REQUEST_LIMITS = {
  'resource-intensive': { capacity: 10, refillPerSecond: 0.2 },
  registration: { capacity: 20, refillPerSecond: 4 },
  'non-mutating': { capacity: 40, refillPerSecond: 10 },
  mutating: { capacity: 20, refillPerSecond: 3 },
} as const satisfies Record<RequestKind, TokenBucketLimits>;

/** The kind that an operation belongs to. */
export function requestKind(operation: string): RequestKind {
  if (operation === 'CreateLoadBalancer' || operation === 'SetSubnets') return 'resource-intensive';
  if (operation === 'RegisterTargets' || operation === 'DeregisterTargets') return 'registration';
  // The rule names Describe only; that Get counts with it is unsure.
  return /^(Describe|Get)/.test(operation) ? 'non-mutating' : 'mutating';
}
