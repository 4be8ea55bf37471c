import type { IpPermission as SdkIpPermission, UserIdGroupPair } from '@aws-sdk/client-ec2';
import { AwsError } from '../../core/aws-error.ts';
import type { IpPermission, IpPermissionPeer } from '../../core/ec2/ip-permissions.ts';
import { requireGroupIdByName } from '../../core/ec2/security-group-lookup.ts';
import type { Ec2State } from '../../core/ec2/state.ts';
import { required } from './parameters.ts';

/** The SDK's form to the core's. Peer groups named by name are looked up in the VPC. */
export function fromSdkPermission(state: Ec2State, vpcId: string, permission: SdkIpPermission): IpPermission {
  const peers: IpPermissionPeer[] = [
    ...(permission.IpRanges ?? []).map(
      ({ CidrIp, Description }): IpPermissionPeer => ({
        peer: { kind: 'cidr-ipv4', cidr: required(CidrIp, 'cidrIp') },
        description: Description,
      }),
    ),
    ...(permission.Ipv6Ranges ?? []).map(
      ({ CidrIpv6, Description }): IpPermissionPeer => ({
        peer: { kind: 'cidr-ipv6', cidr: required(CidrIpv6, 'cidrIpv6') },
        description: Description,
      }),
    ),
    ...(permission.UserIdGroupPairs ?? []).map(
      (pair): IpPermissionPeer => ({
        peer: { kind: 'security-group', groupId: peerGroupId(state, vpcId, pair) },
        description: pair.Description,
      }),
    ),
    ...(permission.PrefixListIds ?? []).map(
      ({ PrefixListId, Description }): IpPermissionPeer => ({
        peer: { kind: 'prefix-list', prefixListId: required(PrefixListId, 'prefixListId') },
        description: Description,
      }),
    ),
  ];
  if (peers.length === 0) throw new AwsError('InvalidRequest', 'The request received was invalid.');
  return {
    ipProtocol: required(permission.IpProtocol, 'ipProtocol'),
    fromPort: permission.FromPort,
    toPort: permission.ToPort,
    peers,
  };
}

/** The core's form to the SDK's. */
export function toSdkPermission(permission: IpPermission, accountId: string): SdkIpPermission {
  const { ipProtocol, fromPort, toPort, peers } = permission;
  const described = (description: string | undefined) =>
    description === undefined ? {} : { Description: description };
  return {
    IpProtocol: ipProtocol,
    FromPort: fromPort,
    ToPort: toPort,
    IpRanges: peers.flatMap(({ peer, description }) =>
      peer.kind === 'cidr-ipv4' ? [{ CidrIp: peer.cidr, ...described(description) }] : [],
    ),
    Ipv6Ranges: peers.flatMap(({ peer, description }) =>
      peer.kind === 'cidr-ipv6' ? [{ CidrIpv6: peer.cidr, ...described(description) }] : [],
    ),
    UserIdGroupPairs: peers.flatMap(({ peer, description }) =>
      peer.kind === 'security-group'
        ? [{ GroupId: peer.groupId, UserId: accountId, ...described(description) }]
        : [],
    ),
    PrefixListIds: peers.flatMap(({ peer, description }) =>
      peer.kind === 'prefix-list' ? [{ PrefixListId: peer.prefixListId, ...described(description) }] : [],
    ),
  };
}

function peerGroupId(state: Ec2State, vpcId: string, { GroupId, GroupName }: UserIdGroupPair): string {
  if (GroupId !== undefined) return GroupId;
  if (GroupName !== undefined) return requireGroupIdByName(state, vpcId, GroupName);
  throw new AwsError('MissingParameter', 'Source group ID missing.');
}
