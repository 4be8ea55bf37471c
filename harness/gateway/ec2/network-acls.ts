import type {
  DescribeNetworkAclsCommandInput,
  DescribeNetworkAclsCommandOutput,
  NetworkAclEntry,
  NetworkAcl as SdkNetworkAcl,
} from '@aws-sdk/client-ec2';
import { requireResources } from '../../core/ec2/lookup.ts';
import type { NetworkAcl, Subnet } from '../../core/ec2/state.ts';
import type { OperationContext } from '../operation.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { toSdkTags } from './tags-shape.ts';

export const describeNetworkAcls: Ec2Operation<
  DescribeNetworkAclsCommandInput,
  DescribeNetworkAclsCommandOutput
> = (context, input) => {
  const acls = requireResources(context.region.ec2.networkAcls, 'network-acl', input.NetworkAclIds);
  const subnets = (acl: NetworkAcl) => subnetsOf(context, acl);
  const page = describe(acls, input, {
    'network-acl-id': (acl) => [acl.networkAclId],
    'vpc-id': (acl) => [acl.vpcId],
    'owner-id': () => [context.accountId],
    default: () => ['true'],
    'association.network-acl-id': (acl) => (subnets(acl).length > 0 ? [acl.networkAclId] : []),
    'association.association-id': (acl) => subnets(acl).map(associationId),
    'association.subnet-id': (acl) => subnets(acl).map(({ subnetId }) => subnetId),
  });
  return {
    NetworkAcls: page.items.map((acl) => toSdkNetworkAcl(context, acl)),
    NextToken: page.nextToken,
  };
};

function subnetsOf({ region }: OperationContext, { vpcId }: NetworkAcl): Subnet[] {
  return [...region.ec2.subnets.values()].filter((subnet) => subnet.vpcId === vpcId);
}

function associationId({ subnetId }: Subnet): string {
  return subnetId.replace('subnet-', 'aclassoc-');
}

function toSdkNetworkAcl(context: OperationContext, acl: NetworkAcl): SdkNetworkAcl {
  return {
    NetworkAclId: acl.networkAclId,
    VpcId: acl.vpcId,
    OwnerId: context.accountId,
    IsDefault: true,
    Associations: subnetsOf(context, acl).map((subnet) => ({
      NetworkAclAssociationId: associationId(subnet),
      NetworkAclId: acl.networkAclId,
      SubnetId: subnet.subnetId,
    })),
    Entries: [...entriesOf(true), ...entriesOf(false)],
    Tags: toSdkTags(acl.tags),
  };
}

/** Everything passes; the last entry, which nobody can take away, is for what no other one names. */
function entriesOf(egress: boolean): NetworkAclEntry[] {
  const entry = { CidrBlock: '0.0.0.0/0', Egress: egress, Protocol: '-1' };
  return [
    { ...entry, RuleAction: 'allow', RuleNumber: 100 },
    { ...entry, RuleAction: 'deny', RuleNumber: 32_767 },
  ];
}
