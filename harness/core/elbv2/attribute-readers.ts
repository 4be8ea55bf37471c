import type { LoadBalancer, TargetGroup } from './state.ts';

/** How long a deregistered target drains, before the floor of the Region's timings (NLB-TG-16). */
export function deregistrationDelayMs(targetGroup: TargetGroup): number {
  return Number(targetGroup.attributes.get('deregistration_delay.timeout_seconds')) * 1000;
}

/** Whether flows are closed when the deregistration delay ends (NLB-RT-09). */
export function closesFlowsAfterDeregistration(targetGroup: TargetGroup): boolean {
  return targetGroup.attributes.get('deregistration_delay.connection_termination.enabled') === 'true';
}

/** Whether DeleteLoadBalancer is refused (NLB-LB-17). */
export function isDeletionProtected(loadBalancer: LoadBalancer): boolean {
  return loadBalancer.attributes.get('deletion_protection.enabled') === 'true';
}
