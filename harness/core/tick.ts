import { type InstanceStateChange, nextInstanceDeadline, tickInstances } from './ec2/instance-states.ts';
import { nextInterfaceDeadline, tickNetworkInterfaces } from './ec2/network-interfaces.ts';
import {
  type LoadBalancerStateChange,
  nextLoadBalancerDeadline,
  tickLoadBalancers,
} from './elbv2/load-balancer-states.ts';
import { nextTargetDeadline, type RemovedTarget, tickTargets } from './elbv2/target-draining.ts';
import { nextRoutesDeadline } from './forwarding/routes-deadline.ts';
import { nextProbeDeadline } from './health/probe-schedule.ts';
import type { Region } from './region.ts';

/** What the passing of time alone has changed. */
export interface TickChanges {
  readonly instances: readonly InstanceStateChange[];
  readonly loadBalancers: readonly LoadBalancerStateChange[];
  readonly removedTargets: readonly RemovedTarget[];
}

/** Lets everything happen that is due: provisioning ends, instances run, draining is over. */
export function tick(region: Region, now: number): TickChanges {
  tickNetworkInterfaces(region.ec2, now);
  return {
    instances: tickInstances(region.ec2, now),
    loadBalancers: tickLoadBalancers(region, now),
    removedTargets: tickTargets(region, now),
  };
}

/** When time alone will change something next, or a health check is due; undefined when nothing is. */
export function nextDeadline(region: Region, now: number): number | undefined {
  const deadlines = [
    nextInstanceDeadline(region.ec2),
    nextInterfaceDeadline(region.ec2),
    nextLoadBalancerDeadline(region),
    nextTargetDeadline(region),
    nextProbeDeadline(region),
    nextRoutesDeadline(region, now),
  ].filter((deadline) => deadline !== undefined);
  return deadlines.length > 0 ? Math.min(...deadlines) : undefined;
}
