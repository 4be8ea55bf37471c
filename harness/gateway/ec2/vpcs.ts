import type {
  CreateVpcCommandInput,
  CreateVpcCommandOutput,
  DeleteVpcCommandInput,
  DeleteVpcCommandOutput,
  DescribeVpcsCommandInput,
  DescribeVpcsCommandOutput,
  Vpc as SdkVpc,
} from '@aws-sdk/client-ec2';
import type { FilterFields } from '../../core/ec2/filters.ts';
import { requireResources } from '../../core/ec2/lookup.ts';
import type { Vpc } from '../../core/ec2/state.ts';
import * as core from '../../core/ec2/vpcs.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required, text } from './parameters.ts';
import { specifiedTags, toSdkTags } from './tags-shape.ts';

export const createVpc: Ec2Operation<CreateVpcCommandInput, CreateVpcCommandOutput> = (context, input) => {
  const tags = specifiedTags(input.TagSpecifications, 'vpc');
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
  const cidrBlock = (vpc: Vpc) => [vpc.cidrBlock];
  return {
    'vpc-id': (vpc) => [vpc.vpcId],
    cidr: cidrBlock,
    'cidr-block-association.cidr-block': cidrBlock,
    'cidr-block-association.state': () => ['associated'],
    'is-default': isDefault,
    // AWS documents `is-default` and has always taken this spelling too.
    isDefault,
    state: () => ['available'],
    'owner-id': () => [accountId],
    'dhcp-options-id': () => ['default'],
  };
}

function toSdkVpc({ accountId }: OperationContext, vpc: Vpc): SdkVpc {
  return {
    VpcId: vpc.vpcId,
    State: 'available',
    CidrBlock: vpc.cidrBlock,
    CidrBlockAssociationSet: [
      {
        AssociationId: vpc.vpcId.replace('vpc-', 'vpc-cidr-assoc-'),
        CidrBlock: vpc.cidrBlock,
        CidrBlockState: { State: 'associated' },
      },
    ],
    DhcpOptionsId: 'default',
    InstanceTenancy: 'default',
    IsDefault: vpc.isDefault,
    OwnerId: accountId,
    Tags: toSdkTags(vpc.tags),
  };
}
