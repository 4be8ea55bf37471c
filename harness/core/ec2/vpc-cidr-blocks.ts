import { AwsError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { contains, formatCidrBlock, overlaps, parseCidrBlock } from './cidr-block.ts';
import { requireResource } from './lookup.ts';
import { dependencyViolation } from './parameter-errors.ts';
import { newResourceId } from './resource-id.ts';
import type { Ec2State, Vpc } from './state.ts';

const MIN_PREFIX_LENGTH = 16;
const MAX_PREFIX_LENGTH = 28;
/** AWS's default quota, the first block included. */
const MAX_BLOCKS = 5;

/** All IPv4 blocks of a VPC, the first one first. */
export function cidrBlocksOf({ cidrBlock, secondaryCidrBlocks }: Vpc): string[] {
  return [cidrBlock, ...secondaryCidrBlocks.values()];
}

/** A block in EC2's form. Throws `InvalidVpc.Range` for one that is not /16 to /28. */
export function vpcCidrBlock(text: string): string {
  const block = parseCidrBlock(text);
  if (block.prefixLength < MIN_PREFIX_LENGTH || block.prefixLength > MAX_PREFIX_LENGTH)
    throw new AwsError('InvalidVpc.Range', `The CIDR '${text}' is invalid.`);
  return formatCidrBlock(block);
}

/** The id under which a VPC's first block is listed. It has no life of its own, so it is made of the VPC's. */
export function primaryAssociationId({ vpcId }: Vpc): string {
  return vpcId.replace('vpc-', 'vpc-cidr-assoc-');
}

/** Gives a VPC another block; returns the association's id. Throws `InvalidVpc.Range`, `CidrConflict`. */
export function associateVpcCidrBlock(region: Region, vpcId: string, text: string): string {
  const vpc = requireResource(region.ec2.vpcs, 'vpc', vpcId);
  const cidrBlock = vpcCidrBlock(text);
  const conflicting = cidrBlocksOf(vpc).find((other) =>
    overlaps(parseCidrBlock(other), parseCidrBlock(cidrBlock)),
  );
  if (conflicting !== undefined) {
    // unsure: the code is AWS's, the sentence is ours.
    throw new AwsError('CidrConflict', `The CIDR '${cidrBlock}' overlaps '${conflicting}' of '${vpcId}'.`);
  }
  if (vpc.secondaryCidrBlocks.size + 1 >= MAX_BLOCKS) {
    throw new AwsError(
      'CidrLimitExceeded',
      `This network '${vpcId}' has met its maximum number of allowed CIDRs: ${MAX_BLOCKS}`,
    );
  }
  const associationId = newResourceId(region.random, 'vpc-cidr-assoc');
  vpc.secondaryCidrBlocks.set(associationId, cidrBlock);
  return associationId;
}

/**
 * Takes a further block from its VPC, which is returned with the block. Throws
 * `InvalidVpcCidrBlockAssociationID.NotFound`, `OperationNotPermitted` for the first block, and
 * `DependencyViolation` while a subnet lies in it.
 */
export function disassociateVpcCidrBlock(
  state: Ec2State,
  associationId: string,
): { readonly vpcId: string; readonly cidrBlock: string } {
  for (const vpc of state.vpcs.values()) {
    if (primaryAssociationId(vpc) === associationId) {
      throw new AwsError(
        'OperationNotPermitted',
        `The vpc CIDR block with association ID ${associationId} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
      );
    }
    const cidrBlock = vpc.secondaryCidrBlocks.get(associationId);
    if (cidrBlock === undefined) continue;
    const block = parseCidrBlock(cidrBlock);
    for (const subnet of state.subnets.values()) {
      if (subnet.vpcId !== vpc.vpcId || !contains(block, parseCidrBlock(subnet.cidrBlock))) continue;
      // unsure: the code is AWS's, the sentence is ours.
      throw dependencyViolation(
        `The CIDR block '${cidrBlock}' has dependencies and cannot be disassociated.`,
      );
    }
    vpc.secondaryCidrBlocks.delete(associationId);
    return { vpcId: vpc.vpcId, cidrBlock };
  }
  throw new AwsError(
    'InvalidVpcCidrBlockAssociationID.NotFound',
    `The vpc CIDR block association ID '${associationId}' does not exist`,
  );
}
