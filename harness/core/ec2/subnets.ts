import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { type CidrBlock, contains, formatCidrBlock, overlaps, parseCidrBlock } from './cidr-block.ts';
import { requireResource } from './lookup.ts';
import { dependencyViolation, invalidParameterValue } from './parameter-errors.ts';
import { newResourceId } from './resource-id.ts';
import { forgetSubnet } from './route-tables.ts';
import type { AvailabilityZone, Ec2State, Subnet, Tags, Vpc } from './state.ts';
import { assertTags } from './tags.ts';
import { cidrBlocksOf } from './vpc-cidr-blocks.ts';

const MIN_PREFIX_LENGTH = 16;
const MAX_PREFIX_LENGTH = 28;

export interface SubnetSpec {
  readonly vpcId: string;
  readonly cidrBlock: string;
  /** Zone name; the Region's first when neither this nor the id is given. */
  readonly availabilityZone: string | undefined;
  readonly availabilityZoneId: string | undefined;
  readonly tags: Tags;
}

/**
 * Makes a subnet. Throws `InvalidVpcID.NotFound`, `InvalidSubnet.Range` for a block that is not within the VPC
 * or not /16 to /28, `InvalidSubnet.Conflict` for one that overlaps another subnet.
 */
export function createSubnet(region: Region, spec: SubnetSpec): Subnet {
  const state = region.ec2;
  const vpc = requireResource(state.vpcs, 'vpc', spec.vpcId);
  const block = parseCidrBlock(spec.cidrBlock);
  const tooLargeOrSmall = block.prefixLength < MIN_PREFIX_LENGTH || block.prefixLength > MAX_PREFIX_LENGTH;
  if (tooLargeOrSmall || !isWithin(vpc, block))
    throw new AwsError('InvalidSubnet.Range', `The CIDR '${spec.cidrBlock}' is invalid.`);
  for (const other of state.subnets.values()) {
    if (other.vpcId !== vpc.vpcId || !overlaps(parseCidrBlock(other.cidrBlock), block)) continue;
    throw new AwsError(
      'InvalidSubnet.Conflict',
      `The CIDR '${spec.cidrBlock}' conflicts with another subnet`,
    );
  }
  const zone = chooseZone(state, spec);
  assertTags(spec.tags);
  const subnet: Subnet = {
    subnetId: newResourceId(region.random, 'subnet'),
    vpcId: vpc.vpcId,
    cidrBlock: formatCidrBlock(block),
    availabilityZone: zone.zoneName,
    defaultForAz: false,
    mapPublicIpOnLaunch: false,
    privateDnsHostnameType: 'ip-name',
    enableResourceNameDnsARecord: false,
    tags: new Map(spec.tags),
  };
  state.subnets.set(subnet.subnetId, subnet);
  return subnet;
}

/** Removes a subnet. Throws `DependencyViolation` while a network interface is in it. */
export function deleteSubnet(state: Ec2State, subnetId: string): void {
  requireResource(state.subnets, 'subnet', subnetId);
  for (const networkInterface of state.networkInterfaces.values())
    if (networkInterface.subnetId === subnetId)
      throw dependencyViolation(`The subnet '${subnetId}' has dependencies and cannot be deleted.`);
  forgetSubnet(state, subnetId);
  state.subnets.delete(subnetId);
}

function isWithin(vpc: Vpc, block: CidrBlock): boolean {
  return cidrBlocksOf(vpc).some((own) => contains(parseCidrBlock(own), block));
}

function chooseZone(state: Ec2State, spec: SubnetSpec): AvailabilityZone {
  const wanted = spec.availabilityZone ?? spec.availabilityZoneId;
  const zone = state.availabilityZones.find(
    ({ zoneName, zoneId }) =>
      (spec.availabilityZone ?? zoneName) === zoneName && (spec.availabilityZoneId ?? zoneId) === zoneId,
  );
  if (!zone) {
    throw invalidParameterValue(
      `Value (${wanted}) for parameter availabilityZone is invalid. Subnets can currently only be created in the following availability zones: ${state.availabilityZones.map(({ zoneName }) => zoneName).join(', ')}.`,
    );
  }
  return zone;
}
