import type { LoadBalancer, TargetGroup } from './state.ts';

/** Whether a node sends to targets of other zones too: the group's word counts before the load balancer's (NLB-TG-19). */
export function isCrossZoneEnabled(loadBalancer: LoadBalancer, targetGroup: TargetGroup): boolean {
  const ofGroup = targetGroup.attributes.get('load_balancing.cross_zone.enabled');
  if (ofGroup === 'true' || ofGroup === 'false') return ofGroup === 'true';
  return loadBalancer.attributes.get('load_balancing.cross_zone.enabled') === 'true';
}

/** How long a deregistered target drains, before the floor of {@link Timings} (NLB-TG-16). */
export function deregistrationDelayMs(targetGroup: TargetGroup): number {
  return Number(targetGroup.attributes.get('deregistration_delay.timeout_seconds') ?? '300') * 1000;
}

/** Whether flows are closed when the deregistration delay ends (NLB-RT-09). */
export function closesFlowsAfterDeregistration(targetGroup: TargetGroup): boolean {
  return targetGroup.attributes.get('deregistration_delay.connection_termination.enabled') === 'true';
}

/** Whether flows leave a target that turns unhealthy (NLB-RT-06). */
export function closesFlowsOfUnhealthyTargets(targetGroup: TargetGroup): boolean {
  return (
    targetGroup.attributes.get('target_health_state.unhealthy.connection_termination.enabled') !== 'false'
  );
}

/** How long an unhealthy target keeps its flows in state `unhealthy.draining` (NLB-RT-11). */
export function unhealthyDrainingIntervalMs(targetGroup: TargetGroup): number {
  const seconds = targetGroup.attributes.get('target_health_state.unhealthy.draining_interval_seconds');
  return Number(seconds ?? '0') * 1000;
}

/** Whether flows of one client address share a target (NLB-TG-18). */
export function isSourceIpSticky(targetGroup: TargetGroup): boolean {
  return (
    targetGroup.attributes.get('stickiness.enabled') === 'true' &&
    targetGroup.attributes.get('stickiness.type') === 'source_ip'
  );
}

/** A health threshold as a number of targets and a percentage of targets; undefined is `off` (NLB-TG-20). */
export interface HealthThreshold {
  readonly count: number | undefined;
  readonly percentage: number | undefined;
}

/** Below it, a zone's address leaves DNS (NLB-RT-15). */
export function dnsFailoverThreshold(targetGroup: TargetGroup): HealthThreshold {
  return readThreshold(targetGroup, 'target_group_health.dns_failover.minimum_healthy_targets');
}

/** Below it, all targets are used: fail-open (NLB-RT-12). */
export function unhealthyStateRoutingThreshold(targetGroup: TargetGroup): HealthThreshold {
  return readThreshold(targetGroup, 'target_group_health.unhealthy_state_routing.minimum_healthy_targets');
}

function readThreshold(targetGroup: TargetGroup, prefix: string): HealthThreshold {
  const read = (key: string) => {
    const value = targetGroup.attributes.get(`${prefix}.${key}`);
    return value === undefined || value === 'off' ? undefined : Number(value);
  };
  return { count: read('count'), percentage: read('percentage') };
}

/** Whether DeleteLoadBalancer is refused (NLB-LB-17). */
export function isDeletionProtected(loadBalancer: LoadBalancer): boolean {
  return loadBalancer.attributes.get('deletion_protection.enabled') === 'true';
}
