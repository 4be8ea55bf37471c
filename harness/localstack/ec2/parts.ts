import type { Ec2Reading } from './read-ec2.ts';

/** One kind of resource: what a single call reads. */
export type Ec2Part = keyof Ec2Reading;

const GROUPS: readonly Ec2Part[] = ['securityGroups'];
/** Together, because a new VPC is looked over for what it lacks. */
const NETWORKS: readonly Ec2Part[] = ['vpcs', 'subnets', 'securityGroups', 'internetGateways'];
/** Together, because an instance's end ends its interface, and an address hangs on one. */
const HOSTS: readonly Ec2Part[] = ['instances', 'networkInterfaces', 'addresses'];

export const EVERYTHING: readonly Ec2Part[] = [...NETWORKS, ...HOSTS];

/**
 * What an operation of EC2 can have changed. Only those that are called most are looked at closely: after any other
 * one everything is read.
 */
export function partsChangedBy(operation: string): readonly Ec2Part[] {
  if (/SecurityGroup/.test(operation)) return GROUPS;
  if (/^(Run|Start|Stop|Reboot|Terminate)Instances$|^ModifyInstanceAttribute$/.test(operation)) return HOSTS;
  return EVERYTHING;
}

const ASKED: Readonly<Record<string, readonly Ec2Part[]>> = {
  // Load balancing
  CreateLoadBalancer: EVERYTHING,
  CreateTargetGroup: NETWORKS,
  RegisterTargets: HOSTS,
  SetSecurityGroups: GROUPS,
  SetSubnets: EVERYTHING,
  // EC2
  AssociateAddress: EVERYTHING,
  AttachNetworkInterface: HOSTS,
  CreateNetworkInterface: EVERYTHING,
  DeleteNetworkInterface: HOSTS,
  DeleteSecurityGroup: [...GROUPS, ...HOSTS],
  DeleteSubnet: EVERYTHING,
  DeleteVpc: NETWORKS,
  DetachInternetGateway: EVERYTHING,
  DetachNetworkInterface: HOSTS,
  DisassociateAddress: HOSTS,
  DisassociateVpcCidrBlock: NETWORKS,
  ModifyNetworkInterfaceAttribute: HOSTS,
  ReleaseAddress: HOSTS,
  RunInstances: HOSTS,
  StartInstances: HOSTS,
  StopInstances: HOSTS,
};

/**
 * What an operation looks at here before it is answered or passed on, and what somebody may have changed at LocalStack
 * directly.
 */
export function partsAskedBy(operation: string): readonly Ec2Part[] {
  return ASKED[operation] ?? [];
}
