import type {
  AssociateVpcCidrBlockCommandInput,
  AssociateVpcCidrBlockCommandOutput,
  DisassociateVpcCidrBlockCommandInput,
  DisassociateVpcCidrBlockCommandOutput,
  VpcCidrBlockAssociation,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import { requireResource } from '../../core/ec2/lookup.ts';
import * as core from '../../core/ec2/vpc-cidr-blocks.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required } from './parameters.ts';

export const associateVpcCidrBlock: Ec2Operation<
  AssociateVpcCidrBlockCommandInput,
  AssociateVpcCidrBlockCommandOutput
> = ({ region }, input) => {
  const vpcId = required(input.VpcId, 'vpcId');
  if (input.AmazonProvidedIpv6CidrBlock || input.Ipv6CidrBlock !== undefined)
    throw new AwsError('UnsupportedOperation', 'The emulated EC2 has VPCs of IPv4 addresses only.');
  const associationId = core.associateVpcCidrBlock(region, vpcId, required(input.CidrBlock, 'cidrBlock'));
  const { secondaryCidrBlocks } = requireResource(region.ec2.vpcs, 'vpc', vpcId);
  return {
    VpcId: vpcId,
    CidrBlockAssociation: association(associationId, secondaryCidrBlocks.get(associationId), 'associating'),
  };
};

export const disassociateVpcCidrBlock: Ec2Operation<
  DisassociateVpcCidrBlockCommandInput,
  DisassociateVpcCidrBlockCommandOutput
> = ({ region }, input) => {
  const associationId = required(input.AssociationId, 'associationId');
  const { vpcId, cidrBlock } = core.disassociateVpcCidrBlock(region.ec2, associationId);
  return { VpcId: vpcId, CidrBlockAssociation: association(associationId, cidrBlock, 'disassociating') };
};

/** The answers name the way there; Describe says at once that it has been gone. */
function association(
  associationId: string,
  cidrBlock: string | undefined,
  state: 'associating' | 'disassociating',
): VpcCidrBlockAssociation {
  return { AssociationId: associationId, CidrBlock: cidrBlock, CidrBlockState: { State: state } };
}
