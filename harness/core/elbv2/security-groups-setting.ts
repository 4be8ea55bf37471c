import { AwsError, validationError } from '../aws-error.ts';
import { defaultGroupId } from '../ec2/security-group-lookup.ts';
import type { Region } from '../region.ts';
import { checkEnum } from './constraints.ts';
import { getLoadBalancer } from './lookup.ts';
import type { LoadBalancer, LoadBalancerType } from './state.ts';

/** The VPC quota for groups on an interface (NLB-SG-12, unsure). */
const MAX_SECURITY_GROUPS = 5;

/**
 * The groups of a new load balancer: those named; an ALB without any gets the VPC's default group, an NLB none
 * (NLB-SG-02). Throws InvalidSecurityGroup, InvalidConfigurationRequest.
 */
export function initialSecurityGroups(
  region: Region,
  type: LoadBalancerType,
  vpcId: string,
  named: readonly string[],
): readonly string[] {
  checkSecurityGroups(region, vpcId, named);
  if (named.length > 0) return [...new Set(named)];
  return type === 'application' ? [defaultGroupId(region.ec2, vpcId)] : [];
}

/** What SetSecurityGroups is given. */
export interface SetSecurityGroupsInput {
  readonly loadBalancerArn: string;
  readonly securityGroupIds: readonly string[];
  readonly enforceInboundRulesOnPrivateLinkTraffic: string | undefined;
}

/**
 * SetSecurityGroups: replaces the groups. Throws LoadBalancerNotFound, InvalidSecurityGroup, ValidationError,
 * and InvalidConfigurationRequest for an NLB that was made without groups (NLB-SG-01, NLB-SG-03).
 */
export function setSecurityGroups(region: Region, input: SetSecurityGroupsInput): LoadBalancer {
  const { securityGroupIds, enforceInboundRulesOnPrivateLinkTraffic: enforce } = input;
  checkEnum(enforce, 'enforceSecurityGroupInboundRulesOnPrivateLinkTraffic', ['on', 'off']);
  const loadBalancer = getLoadBalancer(region, input.loadBalancerArn);
  if (enforce !== undefined && securityGroupIds.length === 0)
    throw validationError(
      'One or more security groups must be specified when using EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic',
    );
  if (!loadBalancer.createdWithSecurityGroups)
    throw new AwsError(
      'InvalidConfigurationRequest',
      'You cannot set security groups on a Network Load Balancer which was created without any security groups.',
    );
  // NLB-SG-03: the text is unsure.
  if (securityGroupIds.length === 0) throw validationError('At least one security group must be specified');
  checkSecurityGroups(region, loadBalancer.vpcId, securityGroupIds);
  loadBalancer.securityGroupIds = [...new Set(securityGroupIds)];
  if (enforce !== undefined && loadBalancer.type === 'network')
    loadBalancer.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic = enforce;
  for (const { networkInterfaceId } of loadBalancer.zones) {
    const networkInterface = region.ec2.networkInterfaces.get(networkInterfaceId);
    if (networkInterface) networkInterface.securityGroupIds = loadBalancer.securityGroupIds;
  }
  return loadBalancer;
}

/** NLB-SG-04: the code is unsure. */
function checkSecurityGroups(region: Region, vpcId: string, groupIds: readonly string[]): void {
  if (groupIds.some((groupId) => region.ec2.securityGroups.get(groupId)?.vpcId !== vpcId))
    throw new AwsError('InvalidSecurityGroup', 'One or more security groups are invalid');
  if (new Set(groupIds).size > MAX_SECURITY_GROUPS)
    throw new AwsError(
      'InvalidConfigurationRequest',
      `A load balancer cannot have more than '${MAX_SECURITY_GROUPS}' security groups`,
    );
}
