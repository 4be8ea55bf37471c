import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { mergeRules, splitPermissions } from './ip-permissions.ts';
import { normaliseRule, ruleKey, type SecurityGroupRuleSpec } from './security-group-rule-spec.ts';
import {
  authorizeRules,
  modifyRules,
  revokeRules,
  revokeRulesById,
  rulesOf,
} from './security-group-rules.ts';
import { createSecurityGroup } from './security-groups.ts';
import { requireDefaultVpc } from './vpcs.ts';

const ANYWHERE = { kind: 'cidr-ipv4', cidr: '0.0.0.0/0' } as const;

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const { vpcId } = requireDefaultVpc(region.ec2);
  const group = createSecurityGroup(region, { groupName: 'web', description: 'x', vpcId, tags: new Map() });
  const ingress = { groupId: group.groupId, isEgress: false };
  return { region, group, ingress };
}

function udp(port: number, peer: SecurityGroupRuleSpec['peer'] = ANYWHERE): SecurityGroupRuleSpec {
  return { ipProtocol: 'udp', fromPort: port, toPort: port, peer, description: undefined };
}

const octet = fc.integer({ min: 0, max: 255 });
const anyRule: fc.Arbitrary<SecurityGroupRuleSpec> = fc
  .record({
    ipProtocol: fc.constantFrom('tcp', 'udp', 'UDP', '17', '6', 'icmp', '-1', '50'),
    ports: fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 })),
    cidr: fc
      .tuple(octet, octet, fc.integer({ min: 0, max: 32 }))
      .map(([a, b, length]) => `10.${a}.${b}.0/${length}`),
    description: fc.option(fc.constantFrom('health checks', 'clients'), { nil: undefined }),
  })
  .map(({ ipProtocol, ports, cidr, description }) => ({
    ipProtocol,
    fromPort: Math.min(...ports),
    toPort: Math.max(...ports),
    peer: { kind: 'cidr-ipv4', cidr },
    description,
  }));

/** Rules that a group could have together. */
const distinctRules = fc.uniqueArray(anyRule, {
  maxLength: 20,
  selector: (spec) => ruleKey(normaliseRule(spec)),
});

test('authorizing rules and revoking them leaves the group as it was', () => {
  fc.assert(
    fc.property(distinctRules, fc.boolean(), (specs, byId) => {
      const { region, group, ingress } = setUp();
      const before = snapshotOf(group.rules);
      const added = authorizeRules(region, ingress, specs, new Map());
      expect(rulesOf(group, false)).toEqual(added);
      if (byId) {
        const ids = added.map(({ securityGroupRuleId }) => securityGroupRuleId);
        revokeRulesById(region.ec2, ingress, ids);
      } else {
        revokeRules(region.ec2, ingress, specs);
      }
      expect(snapshotOf(group.rules)).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

function snapshotOf(rules: ReadonlyMap<string, object>): unknown {
  return [...rules].map(([id, rule]) => [id, { ...rule }]);
}

test('rules merged into permissions and split again are the same rules', () => {
  fc.assert(
    fc.property(distinctRules, (specs) => {
      const rules = specs.map(normaliseRule);
      const merged = mergeRules(rules);
      const split = splitPermissions(merged);
      const sorted = (list: SecurityGroupRuleSpec[]) =>
        [...list].sort((one, other) => ruleKey(one).localeCompare(ruleKey(other)));
      expect(sorted(split)).toEqual(sorted(rules));
      expect(mergeRules(split)).toEqual(merged);
    }),
  );
});

test('permissions of one protocol and port range become one entry', () => {
  const merged = mergeRules([udp(53), udp(123), udp(53, { kind: 'cidr-ipv4', cidr: '10.0.0.0/8' })]);
  expect(merged.map(({ fromPort, peers }) => [fromPort, peers.length])).toEqual([
    [53, 2],
    [123, 1],
  ]);
});

test('a rule that is there already is refused, and nothing of the request stays', () => {
  const { region, group, ingress } = setUp();
  authorizeRules(region, ingress, [udp(53)], new Map());
  expect(() => authorizeRules(region, ingress, [udp(123), udp(53)], new Map())).toThrowError(
    expect.objectContaining({
      code: 'InvalidPermission.Duplicate',
      message: 'the specified rule "peer: 0.0.0.0/0, UDP, from port: 53, to port: 53, ALLOW" already exists',
    }),
  );
  expect(rulesOf(group, false)).toHaveLength(1);
});

test('the rule that every group has from birth is a duplicate too', () => {
  const { region, ingress } = setUp();
  const everything = { ...udp(0), ipProtocol: '-1' };
  expect(() => authorizeRules(region, { ...ingress, isEgress: true }, [everything], new Map())).toThrowError(
    expect.objectContaining({
      message: 'the specified rule "peer: 0.0.0.0/0, ALL, ALLOW" already exists',
    }),
  );
});

test('a rule that a request names twice is refused', () => {
  const { region, ingress } = setUp();
  expect(() =>
    authorizeRules(region, ingress, [udp(53), { ...udp(53), ipProtocol: '17' }], new Map()),
  ).toThrowError(
    expect.objectContaining({
      code: 'InvalidParameterValue',
      message: 'The same permission must not appear multiple times',
    }),
  );
});

test('revoking what is not there is refused, and nothing of the request goes', () => {
  const { region, group, ingress } = setUp();
  authorizeRules(region, ingress, [udp(53)], new Map());
  expect(() => revokeRules(region.ec2, ingress, [udp(53), udp(54)])).toThrowError(
    expect.objectContaining({
      code: 'InvalidPermission.NotFound',
      message: 'The specified rule does not exist in this security group.',
    }),
  );
  expect(rulesOf(group, false)).toHaveLength(1);
});

test('an outbound rule cannot be revoked as an inbound one', () => {
  const { region, group, ingress } = setUp();
  const ids = rulesOf(group, true).map(({ securityGroupRuleId }) => securityGroupRuleId);
  expect(() => revokeRulesById(region.ec2, ingress, ids)).toThrowError(
    expect.objectContaining({ code: 'InvalidSecurityGroupRuleId.NotFound' }),
  );
});

test('a group takes sixty rules a direction', () => {
  const { region, ingress } = setUp();
  const sixty = Array.from({ length: 60 }, (_, port) => udp(port));
  authorizeRules(region, ingress, sixty, new Map());
  expect(() => authorizeRules(region, ingress, [udp(60)], new Map())).toThrowError(
    expect.objectContaining({ code: 'RulesPerSecurityGroupLimitExceeded' }),
  );
});

test('a peer group must exist', () => {
  const { region, ingress } = setUp();
  const peer = { kind: 'security-group', groupId: 'sg-00000000' } as const;
  expect(() => authorizeRules(region, ingress, [udp(53, peer)], new Map())).toThrowError(
    expect.objectContaining({
      code: 'InvalidGroup.NotFound',
      message: "The security group 'sg-00000000' does not exist",
    }),
  );
});

test('a modified rule keeps its id, and a duplicate is refused', () => {
  const { region, group, ingress } = setUp();
  const [first, second] = authorizeRules(region, ingress, [udp(53), udp(54)], new Map());
  const [ruleId = '', otherId = ''] = [first?.securityGroupRuleId, second?.securityGroupRuleId];
  modifyRules(region.ec2, group.groupId, [{ ruleId, spec: udp(55) }]);
  expect(group.rules.get(ruleId)).toMatchObject({
    securityGroupRuleId: ruleId,
    isEgress: false,
    fromPort: 55,
  });
  expect(() => modifyRules(region.ec2, group.groupId, [{ ruleId: otherId, spec: udp(55) }])).toThrowError(
    expect.objectContaining({ code: 'InvalidPermission.Duplicate' }),
  );
});

test.each([
  ['17', { ipProtocol: 'udp', fromPort: 1, toPort: 2 }],
  ['TCP', { ipProtocol: 'tcp', fromPort: 1, toPort: 2 }],
  ['-1', { ipProtocol: '-1', fromPort: undefined, toPort: undefined }],
  ['50', { ipProtocol: '50', fromPort: undefined, toPort: undefined }],
  ['58', { ipProtocol: 'icmpv6', fromPort: 1, toPort: 2 }],
])('protocol %s is kept as EC2 shows it', (ipProtocol, expected) => {
  expect(normaliseRule({ ...udp(1), ipProtocol, toPort: 2 })).toMatchObject(expected);
});

test('CIDR blocks are kept without bits behind the prefix', () => {
  const v4 = normaliseRule(udp(1, { kind: 'cidr-ipv4', cidr: '100.68.0.18/18' }));
  const v6 = normaliseRule(udp(1, { kind: 'cidr-ipv6', cidr: '2001:db8::1/32' }));
  expect([v4.peer, v6.peer]).toEqual([
    { kind: 'cidr-ipv4', cidr: '100.68.0.0/18' },
    { kind: 'cidr-ipv6', cidr: '2001:db8::/32' },
  ]);
});

test.each<[string, Partial<SecurityGroupRuleSpec>]>([
  ['an unknown protocol', { ipProtocol: 'quic' }],
  ['a missing port', { toPort: undefined }],
  ['ports in the wrong order', { fromPort: 54 }],
  ['a port that does not exist', { toPort: 65_536 }],
  ['a malformed block', { peer: { kind: 'cidr-ipv4', cidr: '10.0.0.0/99' } }],
  ['a malformed IPv6 block', { peer: { kind: 'cidr-ipv6', cidr: '10.0.0.0/8' } }],
  ['a description with a quotation mark', { description: '"' }],
])('%s is refused', (_, change) => {
  expect(() => normaliseRule({ ...udp(53), ...change })).toThrowError(
    expect.objectContaining({ code: 'InvalidParameterValue' }),
  );
});

test('a malformed prefix list id is refused', () => {
  expect(() => normaliseRule(udp(53, { kind: 'prefix-list', prefixListId: 'list' }))).toThrowError(
    expect.objectContaining({ code: 'InvalidPrefixListId.Malformed' }),
  );
});
