import { expect, test } from 'vitest';
import type { TrafficRule } from '../../core/forwarding/routes.ts';
import { filterRules } from './filter-rules.ts';

const everybody: TrafficRule = {
  ipProtocol: '-1',
  fromPort: undefined,
  toPort: undefined,
  peer: { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' },
  peerAddresses: [],
};

/** The lines of the chain that an inbound rule makes, but for the last, which drops. */
function inbound(...rules: Partial<TrafficRule>[]): string[] {
  const text = filterRules([
    { address: '172.31.0.4', inbound: rules.map((rule) => ({ ...everybody, ...rule })), outbound: [] },
  ]);
  const [, chain = ''] = text.split('  chain in0 {\n');
  const lines = chain
    .split('\n  }')[0]!
    .split('\n')
    .map((line) => line.trim());
  expect(lines.at(-1)).toBe('drop');
  return lines.slice(0, -1);
}

test('what no rule admits is dropped, and a rule for everything admits everything', () => {
  expect(inbound()).toEqual([]);
  expect(inbound({})).toEqual(['return']);
});

test('a rule admits its protocol, ports and block of addresses', () => {
  const peer = { kind: 'cidr-ipv4', cidr: '203.0.113.0/24' } as const;
  expect(
    inbound(
      { ipProtocol: 'udp', fromPort: 8080, toPort: 8080, peer },
      { ipProtocol: 'tcp', fromPort: 8000, toPort: 8100 },
      { ipProtocol: '17', fromPort: 53, toPort: 53 },
      { ipProtocol: 'udp' },
      { ipProtocol: '47' },
    ),
  ).toEqual([
    'ip saddr 203.0.113.0/24 udp dport 8080 return',
    'tcp dport 8000-8100 return',
    'udp dport 53 return',
    'ip protocol udp return',
    'ip protocol 47 return',
  ]);
});

test('a rule for ICMP has a type and a code where others have ports', () => {
  expect(
    inbound(
      { ipProtocol: 'icmp', fromPort: 8, toPort: -1 },
      { ipProtocol: 'icmp', fromPort: 3, toPort: 4 },
      { ipProtocol: 'icmp', fromPort: -1, toPort: -1 },
    ),
  ).toEqual(['icmp type 8 return', 'icmp type 3 icmp code 4 return', 'ip protocol icmp return']);
});

test('a rule for a group admits the addresses that carry it, and nobody where none does', () => {
  const peer = { kind: 'security-group', groupId: 'sg-1' } as const;
  expect(inbound({ peer, peerAddresses: ['172.31.0.5', '172.31.0.6'] })).toEqual([
    'ip saddr { 172.31.0.5, 172.31.0.6 } return',
  ]);
  expect(inbound({ peer }, { peer: { kind: 'cidr-ipv6', cidr: '::/0' } })).toEqual([]);
});

test('what an interface lets out is judged by where it goes, before what the other end lets in', () => {
  const opening = 'iifname != "lo" tcp flags & (syn | ack) == syn';
  const text = filterRules([
    {
      address: '172.31.0.4',
      inbound: [everybody],
      outbound: [{ ...everybody, peer: { kind: 'cidr-ipv4', cidr: '10.0.0.0/8' } }],
    },
  ]);
  expect(text).toContain('  chain out0 {\n    ip daddr 10.0.0.0/8 return\n    drop\n  }');
  expect(text.split('  chain forward {\n')[1]).toBe(
    [
      '    type filter hook forward priority filter; policy accept;',
      '    ct state established,related accept',
      '    ip saddr vmap { 172.31.0.4 : jump out0 }',
      '    ip daddr vmap { 172.31.0.4 : jump in0 }',
      '  }',
      '  chain input {',
      '    type filter hook input priority filter; policy accept;',
      '    meta mark 1 accept',
      '    ip daddr 169.254.169.253 accept',
      '    ip protocol udp ip saddr vmap { 172.31.0.4 : jump out0 }',
      `    ${opening} ip saddr vmap { 172.31.0.4 : jump out0 }`,
      `    ${opening} ip daddr vmap { 172.31.0.4 : jump in0 }`,
      `    ${opening} socket transparent 0 accept`,
      `    ${opening} drop`,
      '  }',
      '}',
      '',
    ].join('\n'),
  );
});

test('an address that two interfaces have is named once', () => {
  const one = { address: '172.31.0.4', inbound: [], outbound: [] };
  expect(filterRules([one, one])).toContain('    ip daddr vmap { 172.31.0.4 : jump in0 }\n');
});
