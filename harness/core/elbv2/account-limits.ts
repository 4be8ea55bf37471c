import { MAX_LISTENERS } from './create-listener.ts';
import { MAX_LOAD_BALANCERS } from './create-load-balancer.ts';
import { MAX_TARGET_GROUPS } from './create-target-group.ts';
import { MAX_TARGETS_OF_LOAD_BALANCER, MAX_TARGETS_OF_ZONE } from './target-quotas.ts';

/** A quota under the name that DescribeAccountLimits gives it. */
export interface AccountLimit {
  readonly name: string;
  readonly max: number;
}

/** The quotas of a new account that concern an NLB (NLB-LB-26). */
export const ACCOUNT_LIMITS: readonly AccountLimit[] = [
  { name: 'application-load-balancers', max: MAX_LOAD_BALANCERS },
  { name: 'listeners-per-application-load-balancer', max: MAX_LISTENERS },
  { name: 'target-groups', max: MAX_TARGET_GROUPS },
  { name: 'network-load-balancers', max: MAX_LOAD_BALANCERS },
  { name: 'listeners-per-network-load-balancer', max: MAX_LISTENERS },
  { name: 'targets-per-network-load-balancer', max: MAX_TARGETS_OF_LOAD_BALANCER },
  { name: 'targets-per-availability-zone-per-network-load-balancer', max: MAX_TARGETS_OF_ZONE },
];
