import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { formatCidrBlock, parseCidrBlock } from './cidr-block.ts';
import { createDefaultSecurityGroup, DEFAULT_GROUP_NAME } from './default-security-group.ts';
import { requireResource } from './lookup.ts';
import { dependencyViolation } from './parameter-errors.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, Tags, Vpc } from './state.ts';
import { assertTags } from './tags.ts';

const MIN_PREFIX_LENGTH = 16;
const MAX_PREFIX_LENGTH = 28;

/** Makes a VPC with its default security group. Throws `InvalidVpc.Range` for a block outside /16 to /28. */
export function createVpc(region: Region, cidrBlock: string, tags: Tags): Vpc {
  const block = parseCidrBlock(cidrBlock);
  if (block.prefixLength < MIN_PREFIX_LENGTH || block.prefixLength > MAX_PREFIX_LENGTH)
    throw new AwsError('InvalidVpc.Range', `The CIDR '${cidrBlock}' is invalid.`);
  assertTags(tags);
  const vpc: Vpc = {
    vpcId: newResourceId(region.random, 'vpc'),
    cidrBlock: formatCidrBlock(block),
    isDefault: false,
    enableDnsSupport: true,
    enableDnsHostnames: false,
    tags: new Map(tags),
  };
  region.ec2.vpcs.set(vpc.vpcId, vpc);
  createDefaultSecurityGroup(region.ec2, region.random, vpc.vpcId);
  return vpc;
}

/** Removes a VPC and its default group. Throws `DependencyViolation` while anything else is in it. */
export function deleteVpc(state: Ec2State, vpcId: string): void {
  requireResource(state.vpcs, 'vpc', vpcId);
  const groups = [...state.securityGroups.values()].filter((group) => group.vpcId === vpcId);
  const hasSubnet = [...state.subnets.values()].some((subnet) => subnet.vpcId === vpcId);
  if (hasSubnet || groups.some((group) => group.groupName !== DEFAULT_GROUP_NAME))
    throw dependencyViolation(`The vpc '${vpcId}' has dependencies and cannot be deleted.`);
  for (const group of groups) state.securityGroups.delete(group.groupId);
  state.vpcs.delete(vpcId);
}

/** The VPC that stands in where a caller names none, if the account still has it. */
export function defaultVpc(state: Ec2State): Vpc | undefined {
  return [...state.vpcs.values()].find((vpc) => vpc.isDefault);
}

/** {@link defaultVpc}, or EC2's error for its absence, `VPCIdNotSpecified`. */
export function requireDefaultVpc(state: Ec2State): Vpc {
  const vpc = defaultVpc(state);
  if (!vpc) throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
  return vpc;
}
