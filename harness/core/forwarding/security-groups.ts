import type { SecurityGroupPeer } from '../ec2/state.ts';
import type { TransportProtocol } from '../network/endpoint.ts';
import { ipv4ToNumber } from '../network/ipv4.ts';
import type { TrafficRule } from './routes.ts';

/** What asks to pass a list of security-group rules. */
export interface Passage {
  readonly protocol: TransportProtocol;
  /** Destination port. */
  readonly port: number;
  /** The other end: the source for inbound rules, the destination for outbound ones. */
  readonly peerAddress: string;
  /**
   * Groups that the other end counts as besides its address: a target's rule may name the load balancer's group
   * although the datagram carries the client's address (NLB-SG-07).
   */
  readonly peerGroupIds: readonly string[];
}

const PROTOCOL_NAMES: Record<TransportProtocol, readonly string[]> = {
  udp: ['udp', '17', '-1'],
  tcp: ['tcp', '6', '-1'],
};

/** Whether at least one rule lets the passage through. Security groups only ever allow, so no rule means no. */
export function admits(rules: readonly TrafficRule[], passage: Passage): boolean {
  return admittingRule(rules, passage) !== undefined;
}

/** The first rule that lets the passage through. */
function admittingRule(rules: readonly TrafficRule[], passage: Passage): TrafficRule | undefined {
  return rules.find(
    (rule) => coversProtocolAndPort(rule, passage) && coversPeer(rule.peer, rule.peerAddresses, passage),
  );
}

function coversProtocolAndPort(rule: TrafficRule, { protocol, port }: Passage): boolean {
  if (!PROTOCOL_NAMES[protocol].includes(rule.ipProtocol.toLowerCase())) return false;
  // A rule for all protocols is for all ports too, whatever it says.
  if (rule.ipProtocol === '-1' || rule.fromPort === undefined) return true;
  return port >= rule.fromPort && port <= (rule.toPort ?? rule.fromPort);
}

function coversPeer(
  peer: SecurityGroupPeer,
  peerAddresses: readonly string[],
  { peerAddress, peerGroupIds }: Passage,
): boolean {
  switch (peer.kind) {
    case 'cidr-ipv4': {
      const { first, last } = addressRange(peer);
      const address = ipv4ToNumber(peerAddress);
      return address >= first && address <= last;
    }
    case 'security-group':
      return peerGroupIds.includes(peer.groupId) || peerAddresses.includes(peerAddress);
    case 'cidr-ipv6':
    case 'prefix-list':
      // The emulated network has IPv4 only, and prefix lists are kept as data without their entries.
      return false;
  }
}

interface AddressRange {
  readonly first: number;
  readonly last: number;
}

/** Parsing a block costs more than all the rest of a verdict, and rules live as long as the routes they are in. */
const ranges = new WeakMap<SecurityGroupPeer, AddressRange>();

function addressRange(peer: Extract<SecurityGroupPeer, { kind: 'cidr-ipv4' }>): AddressRange {
  const known = ranges.get(peer);
  if (known) return known;
  const [network = '', prefixLength = '32'] = peer.cidr.split('/');
  const size = 2 ** (32 - Number(prefixLength));
  const first = Math.floor(ipv4ToNumber(network) / size) * size;
  const range = { first, last: first + size - 1 };
  ranges.set(peer, range);
  return range;
}
