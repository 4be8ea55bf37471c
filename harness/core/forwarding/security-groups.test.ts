import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TrafficRule } from './routes.ts';
import { admits, type Passage } from './security-groups.ts';

const CLIENT: Passage = { protocol: 'udp', port: 53, peerAddress: '203.0.113.9', peerGroupIds: [] };

function rule(changes: Partial<TrafficRule> = {}): TrafficRule {
  return {
    ipProtocol: 'udp',
    fromPort: 53,
    toPort: 53,
    peer: { kind: 'cidr-ipv4', cidr: '203.0.113.0/24' },
    peerAddresses: [],
    ...changes,
  };
}

test('admits nothing without rules', () => {
  expect(admits([], CLIENT)).toBe(false);
});

test('admits by protocol name, protocol number and all protocols', () => {
  const admitted = ['udp', 'UDP', '17', '-1'].map((ipProtocol) => admits([rule({ ipProtocol })], CLIENT));
  expect(admitted).toEqual([true, true, true, true]);
  const refused = ['tcp', '6', 'icmp', '1', 'icmpv6', '58'].map((ipProtocol) =>
    admits([rule({ ipProtocol })], CLIENT),
  );
  expect(refused).toEqual([false, false, false, false, false, false]);
});

test('an ICMP rule never admits UDP or TCP, although its type and code look like ports', () => {
  const icmp = rule({ ipProtocol: 'icmp', fromPort: 0, toPort: 65535 });
  expect(admits([icmp], CLIENT)).toBe(false);
  expect(admits([icmp], { ...CLIENT, protocol: 'tcp' })).toBe(false);
});

test('admits ports within the range, both ends included', () => {
  const range = rule({ fromPort: 1000, toPort: 2000 });
  const admitted = [999, 1000, 2000, 2001].map((port) => admits([range], { ...CLIENT, port }));
  expect(admitted).toEqual([false, true, true, false]);
});

test('a rule for all protocols is for all ports', () => {
  expect(admits([rule({ ipProtocol: '-1', fromPort: undefined, toPort: undefined })], CLIENT)).toBe(true);
});

test('admits by address block', () => {
  expect(admits([rule()], { ...CLIENT, peerAddress: '203.0.114.1' })).toBe(false);
  expect(admits([rule({ peer: { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' } })], CLIENT)).toBe(true);
});

test('NLB-SG-07 admits a peer that counts as a group although its address is another', () => {
  const byGroup = rule({ peer: { kind: 'security-group', groupId: 'sg-lb' } });
  expect(admits([byGroup], CLIENT)).toBe(false);
  expect(admits([byGroup], { ...CLIENT, peerGroupIds: ['sg-lb'] })).toBe(true);
  expect(admits([{ ...byGroup, peerAddresses: ['203.0.113.9'] }], CLIENT)).toBe(true);
});

test('IPv6 blocks and prefix lists admit nobody', () => {
  const ipv6 = rule({ peer: { kind: 'cidr-ipv6', cidr: '::/0' } });
  const prefixList = rule({ peer: { kind: 'prefix-list', prefixListId: 'pl-1' } });
  expect(admits([ipv6, prefixList], CLIENT)).toBe(false);
});

test('agrees with a model that tries every rule bit by bit', () => {
  const octets = fc.tuple(fc.constantFrom(10, 203), fc.nat(3), fc.nat(3), fc.nat(255));
  const ports = fc.tuple(fc.nat(100), fc.nat(100));
  const rules = fc.array(
    fc.record({
      ipProtocol: fc.constantFrom('udp', 'tcp', '17', '6', '-1', 'icmp'),
      octets,
      prefix: fc.integer({ min: 0, max: 32 }),
      ports,
    }),
    { maxLength: 4 },
  );
  const bits = (address: readonly number[]) =>
    address.map((octet) => octet.toString(2).padStart(8, '0')).join('');
  fc.assert(
    fc.property(rules, octets, fc.nat(100), fc.constantFrom('udp', 'tcp'), (specs, peer, port, protocol) => {
      const naive = specs.some(
        (spec) =>
          (spec.ipProtocol === '-1' ||
            (['udp', '17'].includes(spec.ipProtocol) &&
              protocol === 'udp' &&
              spec.ports[0] <= port &&
              port <= spec.ports[1]) ||
            (['tcp', '6'].includes(spec.ipProtocol) &&
              protocol === 'tcp' &&
              spec.ports[0] <= port &&
              port <= spec.ports[1])) &&
          bits(spec.octets).slice(0, spec.prefix) === bits(peer).slice(0, spec.prefix),
      );
      const trafficRules = specs.map((spec) =>
        rule({
          ipProtocol: spec.ipProtocol,
          fromPort: spec.ports[0],
          toPort: spec.ports[1],
          peer: { kind: 'cidr-ipv4', cidr: `${spec.octets.join('.')}/${spec.prefix}` },
        }),
      );
      const passage: Passage = { protocol, port, peerAddress: peer.join('.'), peerGroupIds: [] };
      expect(admits(trafficRules, passage)).toBe(naive);
    }),
    { numRuns: 300 },
  );
});
