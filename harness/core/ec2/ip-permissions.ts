import type { SecurityGroupRuleSpec } from './security-group-rule-spec.ts';
import type { SecurityGroupPeer } from './state.ts';

/** AWS's older form of rules: one protocol and port range with any number of peers. */
export interface IpPermission {
  readonly ipProtocol: string;
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly peers: readonly IpPermissionPeer[];
}

export interface IpPermissionPeer {
  readonly peer: SecurityGroupPeer;
  readonly description: string | undefined;
}

/** One rule a peer, in the order given. */
export function splitPermissions(permissions: readonly IpPermission[]): SecurityGroupRuleSpec[] {
  return permissions.flatMap(({ ipProtocol, fromPort, toPort, peers }) =>
    peers.map(({ peer, description }) => ({ ipProtocol, fromPort, toPort, peer, description })),
  );
}

/** The inverse of {@link splitPermissions}: rules with the same protocol and ports become one entry. */
export function mergeRules(rules: Iterable<SecurityGroupRuleSpec>): IpPermission[] {
  const merged = new Map<string, IpPermission & { readonly peers: IpPermissionPeer[] }>();
  for (const { ipProtocol, fromPort, toPort, peer, description } of rules) {
    const key = `${ipProtocol} ${fromPort} ${toPort}`;
    const permission = merged.get(key) ?? { ipProtocol, fromPort, toPort, peers: [] };
    permission.peers.push({ peer, description });
    merged.set(key, permission);
  }
  return [...merged.values()];
}
