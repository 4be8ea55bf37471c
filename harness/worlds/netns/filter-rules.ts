import type { InterfaceRules } from '../../core/forwarding/interface-rules.ts';
import type { TrafficRule } from '../../core/forwarding/routes.ts';
import { DNS_ADDRESS, NODE_MARK } from './addresses.ts';

/** The first packet of a connection. */
const TCP_OPENING = 'iifname != "lo" tcp flags & (syn | ack) == syn';

/** Protocols by the names that security groups have for them, where nft's differ. Numbers stand for themselves. */
const PROTOCOLS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp' };

/**
 * Security groups as rules for nft: for what goes from host to host through the router, and for what comes to a
 * load-balancer node. Of UDP that is what hosts send: whether the node's own groups admit it, the node says and counts.
 * Of TCP it is the first packet in both respects, which has to vanish before the system answers it (NLB-TC-08). Like security groups they are stateful: a flow that was let in
 * goes on, also when its rule is gone (NLB-SG-10). What no rule admits vanishes.
 */
export function filterRules(interfaces: readonly InterfaceRules[]): string {
  // Nobody could reach two interfaces with one address; the network has the one that came last.
  const unique = [...new Map(interfaces.map((one) => [one.address, one])).values()];
  const chains = unique.flatMap(({ address, inbound, outbound }, index) => [
    `  # ${address}`,
    chain(`in${index}`, inbound, 'saddr'),
    chain(`out${index}`, outbound, 'daddr'),
  ]);
  const jumps = (direction: 'in' | 'out', field: 'saddr' | 'daddr') => {
    const elements = unique.map(({ address }, index) => `${address} : jump ${direction}${index}`);
    return elements.length === 0 ? [] : [`ip ${field} vmap { ${elements.join(', ')} }`];
  };
  const forward = [
    'type filter hook forward priority filter; policy accept;',
    'ct state established,related accept',
    ...jumps('out', 'saddr'),
    ...jumps('in', 'daddr'),
  ];
  const toNodes = [
    'type filter hook input priority filter; policy accept;',
    // Answers to the node, and questions to Amazon's DNS, which groups do not filter.
    `meta mark ${NODE_MARK} accept`,
    `ip daddr ${DNS_ADDRESS} accept`,
    ...jumps('out', 'saddr').map((jump) => `ip protocol udp ${jump}`),
    // What goes on, and answers to the node's own connections, are not looked at again.
    ...[...jumps('out', 'saddr'), ...jumps('in', 'daddr')].map((jump) => `${TCP_OPENING} ${jump}`),
    // No listener, no answer (NLB-LI-20): the system itself would refuse.
    `${TCP_OPENING} socket transparent 0 accept`,
    `${TCP_OPENING} drop`,
  ];
  return [
    // Made first, so that there is one to delete: then all of it is replaced in one step.
    'table ip security_groups',
    'delete table ip security_groups',
    'table ip security_groups {',
    ...chains,
    '  chain forward {',
    ...forward.map((line) => `    ${line}`),
    '  }',
    '  chain input {',
    ...toNodes.map((line) => `    ${line}`),
    '  }',
    '}',
    '',
  ].join('\n');
}

/** Returns to its caller for what a rule admits, and drops the rest. */
function chain(name: string, rules: readonly TrafficRule[], peerField: 'saddr' | 'daddr'): string {
  const lines = rules.flatMap((rule) => {
    const peer = peerMatch(rule, peerField);
    return peer === undefined ? [] : [[peer, protocolMatch(rule), 'return'].filter(Boolean).join(' ')];
  });
  return [`  chain ${name} {`, ...[...lines, 'drop'].map((line) => `    ${line}`), '  }'].join('\n');
}

/** Undefined for peers that nobody here can be: the emulated network has IPv4 only, and prefix lists no entries. */
function peerMatch({ peer, peerAddresses }: TrafficRule, field: 'saddr' | 'daddr'): string | undefined {
  switch (peer.kind) {
    case 'cidr-ipv4':
      return peer.cidr === '0.0.0.0/0' ? '' : `ip ${field} ${peer.cidr}`;
    case 'security-group':
      return peerAddresses.length === 0 ? undefined : `ip ${field} { ${peerAddresses.join(', ')} }`;
    case 'cidr-ipv6':
    case 'prefix-list':
      return undefined;
  }
}

function protocolMatch({ ipProtocol, fromPort, toPort }: TrafficRule): string {
  if (ipProtocol === '-1') return '';
  const protocol = PROTOCOLS[ipProtocol] ?? ipProtocol.toLowerCase();
  if (fromPort === undefined || fromPort === -1) return `ip protocol ${protocol}`;
  if (protocol === 'tcp' || protocol === 'udp') {
    const last = toPort ?? fromPort;
    return `${protocol} dport ${last === fromPort ? fromPort : `${fromPort}-${last}`}`;
  }
  // For ICMP the ports are a type and a code.
  if (protocol === 'icmp')
    return `icmp type ${fromPort}${toPort === undefined || toPort === -1 ? '' : ` icmp code ${toPort}`}`;
  return `ip protocol ${protocol}`;
}
