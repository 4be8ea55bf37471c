import type { Region } from '../region.ts';
import type { LoadBalancer } from './state.ts';

/** A load balancer's passage from one state to the next. */
export interface LoadBalancerStateChange {
  readonly loadBalancerArn: string;
  readonly from: LoadBalancer['state'];
  readonly to: LoadBalancer['state'];
  /** When it was due, which may be before `now`. */
  readonly at: number;
}

/** Ends provisioning where its time has come: `active`, or `failed` where no interface could be made (NLB-LB-09). */
export function tickLoadBalancers(region: Region, now: number): LoadBalancerStateChange[] {
  return provisioning(region)
    .filter(({ activeAt }) => activeAt <= now)
    .map((loadBalancer) => {
      loadBalancer.state = loadBalancer.zones.length > 0 ? 'active' : 'failed';
      return {
        loadBalancerArn: loadBalancer.arn,
        from: 'provisioning',
        to: loadBalancer.state,
        at: loadBalancer.activeAt,
      };
    });
}

/** When {@link tickLoadBalancers} has something to do next; undefined while nothing is provisioning. */
export function nextLoadBalancerDeadline(region: Region): number | undefined {
  const deadlines = provisioning(region).map(({ activeAt }) => activeAt);
  return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
}

function provisioning(region: Region): LoadBalancer[] {
  return [...region.elbv2.loadBalancers.values()].filter(({ state }) => state === 'provisioning');
}
