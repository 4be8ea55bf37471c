import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { DEFAULT_GROUP_NAME } from './default-security-group.ts';
import { addDefaultSubnet, createDefaultVpc } from './default-vpc.ts';
import { internetGatewayOf } from './internet-gateways.ts';
import { requireResource } from './lookup.ts';
import { dependencyViolation, invalidParameterValue } from './parameter-errors.ts';
import { newResourceId } from './resource-id.ts';
import { isMain } from './route-table.ts';
import type { Ec2State, Subnet, Tags, Vpc } from './state.ts';
import { assertTags } from './tags.ts';
import { vpcCidrBlock } from './vpc-cidr-blocks.ts';
import { furnishVpc } from './vpc-parts.ts';

/** Makes a VPC with what every VPC has. Throws `InvalidVpc.Range` for a block outside /16 to /28. */
export function createVpc(region: Region, cidrBlock: string, tags: Tags): Vpc {
  const block = vpcCidrBlock(cidrBlock);
  assertTags(tags);
  const [dhcpOptionsId = ''] = region.ec2.dhcpOptions.keys();
  const vpc: Vpc = {
    vpcId: newResourceId(region.random, 'vpc'),
    cidrBlock: block,
    secondaryCidrBlocks: new Map(),
    isDefault: false,
    enableDnsSupport: true,
    enableDnsHostnames: false,
    enableNetworkAddressUsageMetrics: false,
    dhcpOptionsId,
    tags: new Map(tags),
  };
  region.ec2.vpcs.set(vpc.vpcId, vpc);
  furnishVpc(region.ec2, region.random, vpc);
  return vpc;
}

/**
 * Removes a VPC and what it was born with. Throws `DependencyViolation` while anything else is in it: a subnet,
 * and with it every interface; a group, a route table or a gateway of the caller's.
 */
export function deleteVpc(state: Ec2State, vpcId: string): void {
  requireResource(state.vpcs, 'vpc', vpcId);
  const isIn = (resource: { readonly vpcId: string | undefined }) => resource.vpcId === vpcId;
  const groups = [...state.securityGroups.values()].filter(isIn);
  const routeTables = [...state.routeTables.values()].filter(isIn);
  if (
    [...state.subnets.values()].some(isIn) ||
    groups.some((group) => group.groupName !== DEFAULT_GROUP_NAME) ||
    routeTables.some((routeTable) => !isMain(routeTable)) ||
    internetGatewayOf(state, vpcId)
  )
    throw dependencyViolation(`The vpc '${vpcId}' has dependencies and cannot be deleted.`);
  for (const { groupId } of groups) state.securityGroups.delete(groupId);
  for (const { routeTableId } of routeTables) state.routeTables.delete(routeTableId);
  for (const acl of [...state.networkAcls.values()].filter(isIn)) state.networkAcls.delete(acl.networkAclId);
  state.vpcs.delete(vpcId);
}

/** Gives the account its default VPC back. Throws `DefaultVpcAlreadyExists`. */
export function recreateDefaultVpc(region: Region): Vpc {
  if (defaultVpc(region.ec2)) {
    throw new AwsError(
      'DefaultVpcAlreadyExists',
      'A Default VPC already exists for this account in this region.',
    );
  }
  return createDefaultVpc(region.ec2, region.random);
}

/** Gives a zone its default subnet back. Throws `DefaultSubnetAlreadyExistsInAvailabilityZone`. */
export function recreateDefaultSubnet(region: Region, zoneName: string): Subnet {
  const zone = region.ec2.availabilityZones.find((candidate) => candidate.zoneName === zoneName);
  if (!zone) throw invalidParameterValue(`Value (${zoneName}) for parameter availabilityZone is invalid.`);
  const vpc = defaultVpc(region.ec2);
  // unsure: the sentence.
  if (!vpc) throw new AwsError('DefaultVpcDoesNotExist', 'There is no default VPC in this region.');
  const present = [...region.ec2.subnets.values()].find(
    (subnet) => subnet.defaultForAz && subnet.availabilityZone === zoneName,
  );
  if (present) {
    throw new AwsError(
      'DefaultSubnetAlreadyExistsInAvailabilityZone',
      `'${present.subnetId}' is already the default subnet in ${zoneName}.`,
    );
  }
  return addDefaultSubnet(region.ec2, region.random, vpc, zone);
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
