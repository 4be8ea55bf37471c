import type {
  CreateVpcCommandInput,
  CreateVpcCommandOutput,
  DeleteVpcCommandInput,
  DeleteVpcCommandOutput,
  DescribeVpcsCommandInput,
  DescribeVpcsCommandOutput,
  Vpc as SdkVpc,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import type { FilterFields } from '../../core/ec2/filters.ts';
import { requireResources } from '../../core/ec2/lookup.ts';
import type { Vpc } from '../../core/ec2/state.ts';
import { cidrBlocksOf, primaryAssociationId } from '../../core/ec2/vpc-cidr-blocks.ts';
import * as core from '../../core/ec2/vpcs.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required, text } from './parameters.ts';
import { specifiedTags, toSdkTags } from './tags-shape.ts';

export const createVpc: Ec2Operation<CreateVpcCommandInput, CreateVpcCommandOutput> = (context, input) => {
  const tags = specifiedTags(input.TagSpecifications, 'vpc');
  if (input.AmazonProvidedIpv6CidrBlock || input.Ipv6CidrBlock !== undefined || input.Ipv6Pool !== undefined)
    throw new AwsError('UnsupportedOperation', 'The emulated EC2 has VPCs of IPv4 addresses only.');
  if (input.InstanceTenancy !== undefined && input.InstanceTenancy !== 'default')
    throw new AwsError('UnsupportedOperation', 'The emulated EC2 has VPCs of default tenancy only.');
  const vpc = core.createVpc(context.region, required(input.CidrBlock, 'cidrBlock'), tags);
  return { Vpc: { ...toSdkVpc(context, vpc), State: 'pending' } };
};

export const deleteVpc: Ec2Operation<DeleteVpcCommandInput, DeleteVpcCommandOutput> = ({ region }, input) => {
  core.deleteVpc(region.ec2, required(input.VpcId, 'vpcId'));
  return {};
};

export const describeVpcs: Ec2Operation<DescribeVpcsCommandInput, DescribeVpcsCommandOutput> = (
  context,
  input,
) => {
  const vpcs = requireResources(context.region.ec2.vpcs, 'vpc', input.VpcIds);
  const page = describe(vpcs, input, filterFields(context));
  return { Vpcs: page.items.map((vpc) => toSdkVpc(context, vpc)), NextToken: page.nextToken };
};

function filterFields({ accountId }: OperationContext): FilterFields<Vpc> {
  const isDefault = (vpc: Vpc) => [text(vpc.isDefault)];
  return {
    'vpc-id': (vpc) => [vpc.vpcId],
    cidr: (vpc) => [vpc.cidrBlock],
    'cidr-block-association.cidr-block': cidrBlocksOf,
    'cidr-block-association.association-id': (vpc) => [
      primaryAssociationId(vpc),
      ...vpc.secondaryCidrBlocks.keys(),
    ],
    'cidr-block-association.state': () => ['associated'],
    'is-default': isDefault,
    // AWS documents `is-default` and has always taken this spelling too.
    isDefault,
    state: () => ['available'],
    'owner-id': () => [accountId],
    'dhcp-options-id': (vpc) => [vpc.dhcpOptionsId],
  };
}

/** A VPC as EC2 shows it. */
export function toSdkVpc({ accountId }: OperationContext, vpc: Vpc): SdkVpc {
  return {
    VpcId: vpc.vpcId,
    State: 'available',
    CidrBlock: vpc.cidrBlock,
    CidrBlockAssociationSet: [[primaryAssociationId(vpc), vpc.cidrBlock], ...vpc.secondaryCidrBlocks].map(
      ([AssociationId, CidrBlock]) => ({
        AssociationId,
        CidrBlock,
        CidrBlockState: { State: 'associated' as const },
      }),
    ),
    Ipv6CidrBlockAssociationSet: [],
    DhcpOptionsId: vpc.dhcpOptionsId,
    InstanceTenancy: 'default',
    IsDefault: vpc.isDefault,
    OwnerId: accountId,
    Tags: toSdkTags(vpc.tags),
  };
}
