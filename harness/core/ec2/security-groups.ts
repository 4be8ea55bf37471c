import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { allTrafficRule, DEFAULT_GROUP_NAME } from './default-security-group.ts';
import { requireResource } from './lookup.ts';
import { dependencyViolation, invalidParameterValue, missingParameter } from './parameter-errors.ts';
import { newResourceId } from './resource-id.ts';
import { securityGroupByName } from './security-group-lookup.ts';
import type { Ec2State, SecurityGroup, Tags } from './state.ts';
import { assertTags } from './tags.ts';

const MAX_TEXT_LENGTH = 255;

export interface SecurityGroupSpec {
  readonly groupName: string;
  readonly description: string;
  readonly vpcId: string;
  readonly tags: Tags;
}

/**
 * Makes a group whose only rule lets everything out. Throws `InvalidVpcID.NotFound`, `InvalidGroup.Duplicate`,
 * `InvalidParameterValue` for names and descriptions that AWS refuses.
 */
export function createSecurityGroup(region: Region, spec: SecurityGroupSpec): SecurityGroup {
  const { groupName, description, vpcId, tags } = spec;
  assertGroupText('GroupName', groupName);
  assertGroupText('GroupDescription', description);
  if (groupName.startsWith('sg-')) {
    throw invalidParameterValue(
      `Value (${groupName}) for parameter GroupName is invalid. Group names may not be in the format sg-*.`,
    );
  }
  if (groupName === DEFAULT_GROUP_NAME)
    throw invalidParameterValue(`Cannot use reserved security group name: ${DEFAULT_GROUP_NAME}`);
  requireResource(region.ec2.vpcs, 'vpc', vpcId);
  if (securityGroupByName(region.ec2, vpcId, groupName)) {
    throw new AwsError(
      'InvalidGroup.Duplicate',
      `The security group '${groupName}' already exists for VPC '${vpcId}'`,
    );
  }
  assertTags(tags);
  const egress = allTrafficRule(region.random, true, { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' });
  const group: SecurityGroup = {
    groupId: newResourceId(region.random, 'sg'),
    groupName,
    description,
    vpcId,
    rules: new Map([[egress.securityGroupRuleId, egress]]),
    tags: new Map(tags),
  };
  region.ec2.securityGroups.set(group.groupId, group);
  return group;
}

/** Removes a group. Throws `CannotDelete` for a default group, `DependencyViolation` while it is in use. */
export function deleteSecurityGroup(state: Ec2State, groupId: string): void {
  const group = requireResource(state.securityGroups, 'security-group', groupId);
  if (group.groupName === DEFAULT_GROUP_NAME) {
    throw new AwsError(
      'CannotDelete',
      `the specified group: "${groupId}" name: "${DEFAULT_GROUP_NAME}" cannot be deleted by a user`,
    );
  }
  const onInterface = [...state.networkInterfaces.values()].some(({ securityGroupIds }) =>
    securityGroupIds.includes(groupId),
  );
  if (onInterface || isReferenced(state, groupId))
    throw dependencyViolation(`resource ${groupId} has a dependent object`);
  state.securityGroups.delete(groupId);
}

/** Whether another group's rule names the group; its own rules do not hold it back. */
function isReferenced(state: Ec2State, groupId: string): boolean {
  for (const group of state.securityGroups.values()) {
    if (group.groupId === groupId) continue;
    for (const { peer } of group.rules.values())
      if (peer.kind === 'security-group' && peer.groupId === groupId) return true;
  }
  return false;
}

function assertGroupText(parameter: string, text: string): void {
  if (text === '') throw missingParameter(parameter);
  if (text.length > MAX_TEXT_LENGTH) {
    throw invalidParameterValue(
      `Value (${text}) for parameter ${parameter} is invalid. The text exceeds ${MAX_TEXT_LENGTH} characters.`,
    );
  }
  if (!/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/.test(text)) {
    throw invalidParameterValue(
      `Value (${text}) for parameter ${parameter} is invalid. Valid characters are a-z, A-Z, 0-9, spaces, and ._-:/()#,@[]+=&;{}!$*`,
    );
  }
}
