import ipaddr from 'ipaddr.js';
import { isCidrIpv4 } from '../network/ipv4.ts';
import { formatCidrBlock, parseCidrBlock } from './cidr-block.ts';
import { assertWellFormedId } from './lookup.ts';
import { invalidParameterValue } from './parameter-errors.ts';
import type { SecurityGroupPeer, SecurityGroupRule } from './state.ts';

/** What a rule says, without being a rule of any group yet. */
export type SecurityGroupRuleSpec = Pick<
  SecurityGroupRule,
  'ipProtocol' | 'fromPort' | 'toPort' | 'peer' | 'description'
>;

const PROTOCOL_NAMES: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };
const NAMED_PROTOCOLS = new Set([...Object.values(PROTOCOL_NAMES), '-1']);

/**
 * A rule in the form in which EC2 keeps it: protocol numbers that have names by name, no ports where the
 * protocol has none, CIDR blocks without bits behind the prefix. Throws `InvalidParameterValue` and
 * `InvalidPrefixListId.Malformed`.
 */
export function normaliseRule(spec: SecurityGroupRuleSpec): SecurityGroupRuleSpec {
  const ipProtocol = normaliseProtocol(spec.ipProtocol);
  return {
    ipProtocol,
    ...normalisePorts(ipProtocol, spec.fromPort, spec.toPort),
    peer: normalisePeer(spec.peer),
    description: normaliseDescription(spec.description),
  };
}

/** Equal for two rules of a direction that EC2 takes for the same one; the description does not count. */
export function ruleKey({ ipProtocol, fromPort, toPort, peer }: SecurityGroupRuleSpec): string {
  return `${ipProtocol} ${fromPort} ${toPort} ${peer.kind} ${peerText(peer)}`;
}

/** The peer as AWS writes it: a CIDR block or an id. */
export function peerText(peer: SecurityGroupPeer): string {
  switch (peer.kind) {
    case 'cidr-ipv4':
    case 'cidr-ipv6':
      return peer.cidr;
    case 'security-group':
      return peer.groupId;
    case 'prefix-list':
      return peer.prefixListId;
  }
}

function normaliseProtocol(ipProtocol: string): string {
  const name = PROTOCOL_NAMES[ipProtocol] ?? ipProtocol.toLowerCase();
  if (!NAMED_PROTOCOLS.has(name) && !(/^\d{1,3}$/.test(name) && Number(name) <= 255))
    throw invalidParameterValue(`Invalid value '${ipProtocol}' for IP protocol. Unknown protocol.`);
  return name;
}

function normalisePorts(
  ipProtocol: string,
  fromPort: number | undefined,
  toPort: number | undefined,
): Pick<SecurityGroupRuleSpec, 'fromPort' | 'toPort'> {
  if (ipProtocol === 'tcp' || ipProtocol === 'udp') {
    if (fromPort === undefined || toPort === undefined) {
      throw invalidParameterValue(
        "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.",
      );
    }
    if (fromPort < 0 || toPort > 65_535 || fromPort > toPort)
      throw invalidParameterValue(`Invalid TCP/UDP port range (${fromPort}:${toPort})`);
    return { fromPort, toPort };
  }
  if (ipProtocol === 'icmp' || ipProtocol === 'icmpv6') {
    const type = fromPort ?? -1;
    const code = toPort ?? -1;
    if (type < -1 || type > 255 || code < -1 || code > 255)
      throw invalidParameterValue(`ICMP code (${code}) or type (${type}) out of range`);
    return { fromPort: type, toPort: code };
  }
  return { fromPort: undefined, toPort: undefined };
}

function normalisePeer(peer: SecurityGroupPeer): SecurityGroupPeer {
  switch (peer.kind) {
    case 'cidr-ipv4':
      if (!isCidrIpv4(peer.cidr)) throw malformedCidr(peer.cidr);
      return { kind: 'cidr-ipv4', cidr: formatCidrBlock(parseCidrBlock(peer.cidr)) };
    case 'cidr-ipv6':
      if (!ipaddr.IPv6.isValidCIDR(peer.cidr)) throw malformedCidr(peer.cidr);
      return {
        kind: 'cidr-ipv6',
        cidr: `${ipaddr.IPv6.networkAddressFromCIDR(peer.cidr).toString()}/${peer.cidr.split('/')[1]}`,
      };
    case 'prefix-list':
      // Note: prefix lists are kept as data. A rule with one is shown, and admits nobody.
      assertWellFormedId('prefix-list', peer.prefixListId);
      return peer;
    case 'security-group':
      return peer;
  }
}

function malformedCidr(cidr: string): Error {
  return invalidParameterValue(`CIDR block ${cidr} is malformed`);
}

/** A description in the form in which EC2 keeps it. Throws `InvalidParameterValue` for one that it refuses. */
export function normaliseDescription(description: string | undefined): string | undefined {
  if (description === undefined || description === '') return undefined;
  if (description.length > 255 || !/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]+$/.test(description)) {
    throw invalidParameterValue(
      'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
    );
  }
  return description;
}
