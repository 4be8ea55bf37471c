import { AwsError } from '../aws-error.ts';
import { DEFAULT_GROUP_NAME } from './default-security-group.ts';
import { notFound, requireResource } from './lookup.ts';
import type { Ec2State, SecurityGroup } from './state.ts';

/** AWS's default quota. */
export const MAX_GROUPS_PER_INTERFACE = 5;

/** A VPC's group of this name, if it has one. */
export function securityGroupByName(
  state: Ec2State,
  vpcId: string,
  groupName: string,
): SecurityGroup | undefined {
  for (const group of state.securityGroups.values())
    if (group.vpcId === vpcId && group.groupName === groupName) return group;
  return undefined;
}

/** The id of a VPC's group of this name. Throws `InvalidGroup.NotFound`. */
export function requireGroupIdByName(state: Ec2State, vpcId: string, groupName: string): string {
  const group = securityGroupByName(state, vpcId, groupName);
  if (!group) throw notFound('security-group', [groupName]);
  return group.groupId;
}

/** The group that stands in where a caller names none. */
export function defaultGroupId(state: Ec2State, vpcId: string): string {
  return requireGroupIdByName(state, vpcId, DEFAULT_GROUP_NAME);
}

/**
 * Throws unless all groups exist and may stand on an interface of this network: `InvalidGroup.NotFound`,
 * `InvalidParameter` for another VPC's group, `SecurityGroupsPerInterfaceLimitExceeded`.
 */
export function assertGroupsForInterface(
  state: Ec2State,
  groupIds: readonly string[],
  { vpcId, subnetId }: { readonly vpcId: string; readonly subnetId: string },
): void {
  for (const groupId of groupIds) {
    const group = requireResource(state.securityGroups, 'security-group', groupId);
    if (group.vpcId !== vpcId) {
      throw new AwsError(
        'InvalidParameter',
        `Security group ${groupId} and subnet ${subnetId} belong to different networks.`,
      );
    }
  }
  if (new Set(groupIds).size > MAX_GROUPS_PER_INTERFACE) {
    throw new AwsError(
      'SecurityGroupsPerInterfaceLimitExceeded',
      'The maximum number of security groups per interface has been reached.',
    );
  }
}
