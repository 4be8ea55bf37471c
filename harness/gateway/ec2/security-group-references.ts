import type {
  DescribeSecurityGroupReferencesCommandInput,
  DescribeSecurityGroupReferencesCommandOutput,
  DescribeStaleSecurityGroupsCommandInput,
  DescribeStaleSecurityGroupsCommandOutput,
  GetSecurityGroupsForVpcCommandInput,
  GetSecurityGroupsForVpcCommandOutput,
} from '@aws-sdk/client-ec2';
import { requireResource, requireResources } from '../../core/ec2/lookup.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required, requiredList } from './parameters.ts';
import { toSdkTags } from './tags-shape.ts';

/** References from peered VPCs: without peering there are none. */
export const describeSecurityGroupReferences: Ec2Operation<
  DescribeSecurityGroupReferencesCommandInput,
  DescribeSecurityGroupReferencesCommandOutput
> = ({ region }, input) => {
  requireResources(region.ec2.securityGroups, 'security-group', requiredList(input.GroupId, 'GroupId'));
  return { SecurityGroupReferenceSet: [] };
};

/** Groups with rules that name a group of a former peer: without peering there are none. */
export const describeStaleSecurityGroups: Ec2Operation<
  DescribeStaleSecurityGroupsCommandInput,
  DescribeStaleSecurityGroupsCommandOutput
> = ({ region }, input) => {
  requireResource(region.ec2.vpcs, 'vpc', required(input.VpcId, 'VpcId'));
  return { StaleSecurityGroupSet: [] };
};

/** The groups that an interface in a VPC may have: the VPC's own, as none are shared. */
export const getSecurityGroupsForVpc: Ec2Operation<
  GetSecurityGroupsForVpcCommandInput,
  GetSecurityGroupsForVpcCommandOutput
> = ({ accountId, region }, input) => {
  const { vpcId } = requireResource(region.ec2.vpcs, 'vpc', required(input.VpcId, 'VpcId'));
  const groups = [...region.ec2.securityGroups.values()].filter((group) => group.vpcId === vpcId);
  const page = describe(groups, input, {
    'group-id': ({ groupId }) => [groupId],
    'group-name': ({ groupName }) => [groupName],
    description: ({ description }) => [description],
    'owner-id': () => [accountId],
    'primary-vpc-id': () => [vpcId],
  });
  return {
    SecurityGroupForVpcs: page.items.map(({ groupId, groupName, description, tags }) => ({
      GroupId: groupId,
      GroupName: groupName,
      Description: description,
      OwnerId: accountId,
      PrimaryVpcId: vpcId,
      Tags: toSdkTags(tags),
    })),
    NextToken: page.nextToken,
  };
};
