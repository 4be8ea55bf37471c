import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { loadBalancerOfTargetGroup } from './associations.ts';
import { checkTargetGroupProtocols } from './listener-protocols.ts';
import { getTargetGroup } from './lookup.ts';
import type { ForwardAction, ListenerProtocol, LoadBalancer, TargetGroup } from './state.ts';
import { checkTargetsOfLoadBalancer } from './target-quotas.ts';

/**
 * Throws unless a listener of this load balancer and protocol may forward as the actions say: ValidationError,
 * TargetGroupNotFound, IncompatibleProtocols, InvalidConfigurationRequest, TargetGroupAssociationLimit,
 * TooManyTargets.
 */
export function checkTargetGroupsOfListener(
  region: Region,
  loadBalancer: LoadBalancer,
  protocol: ListenerProtocol,
  actions: readonly ForwardAction[],
): void {
  for (const action of actions) {
    const targetGroups = action.targetGroups.map(({ targetGroupArn }) =>
      getTargetGroup(region, targetGroupArn),
    );
    checkTargetGroupProtocols(protocol, targetGroups);
    checkNetwork(loadBalancer, targetGroups);
    checkGroupStickiness(action, targetGroups);
    checkAssociationLimit(region, loadBalancer, targetGroups);
    checkTargetsOfLoadBalancer(
      region,
      loadBalancer,
      targetGroups.map((targetGroup) => ({ targetGroup, targets: [...targetGroup.targets.values()] })),
    );
  }
}

/** NLB-LI-14: the codes are unsure. */
function checkNetwork(loadBalancer: LoadBalancer, targetGroups: readonly TargetGroup[]): void {
  const foreign = targetGroups.filter(({ vpcId }) => vpcId !== loadBalancer.vpcId);
  if (foreign.length > 0)
    throw new AwsError(
      'InvalidConfigurationRequest',
      `The following target groups are in a different VPC than load balancer '${loadBalancer.arn}': ${arns(foreign)}`,
    );
  if (targetGroups.some(({ ipAddressType }) => ipAddressType === 'ipv6'))
    throw new AwsError(
      'InvalidConfigurationRequest',
      "You cannot associate an IPv6 target group with a load balancer that has an 'ipv4' IP address type",
    );
}

/** NLB-LI-12: code and text are unsure. */
function checkGroupStickiness(action: ForwardAction, targetGroups: readonly TargetGroup[]): void {
  const isSticky = targetGroups.some(({ attributes }) => attributes.get('stickiness.enabled') === 'true');
  if (targetGroups.length > 1 && isSticky && !action.stickinessEnabled)
    throw new AwsError(
      'InvalidConfigurationRequest',
      'Target group stickiness must be enabled on the action when one of its target groups has stickiness enabled',
    );
}

/** NLB-LI-13. */
function checkAssociationLimit(
  region: Region,
  loadBalancer: LoadBalancer,
  targetGroups: readonly TargetGroup[],
): void {
  const taken = targetGroups.filter(({ arn }) => {
    const user = loadBalancerOfTargetGroup(region, arn);
    return user !== undefined && user.arn !== loadBalancer.arn;
  });
  if (taken.length > 0)
    throw new AwsError(
      'TargetGroupAssociationLimit',
      `The following target groups cannot be associated with more than one load balancer: ${arns(taken)}`,
    );
}

function arns(targetGroups: readonly TargetGroup[]): string {
  return targetGroups.map(({ arn }) => arn).join(', ');
}
