import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  type EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';

/** Makes these the only inbound rules of a group. */
export async function replaceInboundRules(
  ec2: EC2Client,
  GroupId: string,
  rules: readonly IpPermission[],
): Promise<void> {
  const { IpPermissions: old = [] } = await describeGroup(ec2, GroupId);
  if (old.length > 0) await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: old }));
  if (rules.length > 0)
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [...rules] }));
}

/** Makes these the only outbound rules of a group; a new group lets everything out. */
export async function replaceOutboundRules(
  ec2: EC2Client,
  GroupId: string,
  rules: readonly IpPermission[],
): Promise<void> {
  const { IpPermissionsEgress: old = [] } = await describeGroup(ec2, GroupId);
  if (old.length > 0) await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: old }));
  if (rules.length > 0)
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: [...rules] }));
}

/** One rule: this protocol on this port, with everybody or with this block of addresses. */
export function allow(IpProtocol: 'udp' | 'tcp', port: number, cidrBlock = '0.0.0.0/0'): IpPermission {
  return { IpProtocol, FromPort: port, ToPort: port, IpRanges: [{ CidrIp: cidrBlock }] };
}

/** One rule: this protocol on this port, with the members of a group. */
export function allowGroup(IpProtocol: 'udp' | 'tcp', port: number, groupId: string): IpPermission {
  return { IpProtocol, FromPort: port, ToPort: port, UserIdGroupPairs: [{ GroupId: groupId }] };
}

async function describeGroup(ec2: EC2Client, groupId: string) {
  const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [groupId] }));
  return SecurityGroups![0]!;
}
