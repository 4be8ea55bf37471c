import { createSecurityGroup } from '../../core/ec2/security-groups.ts';
import { createSubnet } from '../../core/ec2/subnets.ts';
import type { TestAccount } from './account.fixture.ts';

/** The load balancer as DescribeLoadBalancers shows it. */
export async function describeLoadBalancer(account: TestAccount, arn: string) {
  const { LoadBalancers } = await account.call('DescribeLoadBalancers', { LoadBalancerArns: [arn] });
  return LoadBalancers?.[0];
}

/** The id of a new security group. */
export function newGroup(account: TestAccount, groupName = 'clients', vpcId = account.vpcId): string {
  const spec = { groupName, description: 'd', vpcId, tags: new Map() };
  return createSecurityGroup(account.region, spec).groupId;
}

/** The id of a new subnet. */
export function newSubnet(
  account: TestAccount,
  cidrBlock: string,
  zone: string,
  vpcId = account.vpcId,
): string {
  return createSubnet(account.region, {
    vpcId,
    cidrBlock,
    availabilityZone: zone,
    availabilityZoneId: undefined,
    tags: new Map(),
  }).subnetId;
}
