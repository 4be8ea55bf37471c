import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { createTags, deleteTags } from './tags.ts';

function setUp() {
  const { ec2 } = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const [vpc] = [...ec2.vpcs.values()];
  const [subnet] = [...ec2.subnets.values()];
  if (!vpc || !subnet) throw new Error('the region has no default VPC');
  return { ec2, vpc, subnet };
}

test('tags are set on resources of different kinds at once', () => {
  const { ec2, vpc, subnet } = setUp();
  createTags(ec2, [vpc.vpcId, subnet.subnetId], new Map([['Name', 'dns']]));
  expect([vpc.tags.get('Name'), subnet.tags.get('Name')]).toEqual(['dns', 'dns']);
});

test('rules of security groups carry tags', () => {
  const { ec2 } = setUp();
  const [rule] = [...ec2.securityGroups.values()].flatMap(({ rules }) => [...rules.values()]);
  createTags(ec2, [rule?.securityGroupRuleId ?? ''], new Map([['Name', 'members']]));
  expect(rule?.tags.get('Name')).toBe('members');
});

test('an id that nobody has is refused, and nothing is tagged', () => {
  const { ec2, vpc } = setUp();
  expect(() => createTags(ec2, [vpc.vpcId, 'vpc-00000000'], new Map([['Name', 'dns']]))).toThrowError(
    expect.objectContaining({ code: 'InvalidID', message: "The ID 'vpc-00000000' is not valid" }),
  );
  expect(vpc.tags.size).toBe(0);
});

test('a tag is deleted by key, by key and value, or with all others', () => {
  const { ec2, vpc } = setUp();
  const ids = [vpc.vpcId];
  createTags(ec2, ids, new Map(Object.entries({ a: '1', b: '2', c: '3', d: '4' })));
  deleteTags(ec2, ids, [{ key: 'a', value: undefined }]);
  deleteTags(ec2, ids, [
    { key: 'b', value: '2' },
    { key: 'c', value: 'other' },
  ]);
  expect([...vpc.tags.keys()]).toEqual(['c', 'd']);
  deleteTags(ec2, ids, undefined);
  expect(vpc.tags.size).toBe(0);
});

test.each([
  ['', 'x'],
  ['aws:name', 'x'],
  ['k'.repeat(128), 'x'],
  ['k', 'v'.repeat(256)],
])('the tag %s is refused', (key, value) => {
  const { ec2, vpc } = setUp();
  expect(() => createTags(ec2, [vpc.vpcId], new Map([[key, value]]))).toThrowError(
    expect.objectContaining({ code: 'InvalidParameterValue' }),
  );
});

test('a resource has fifty tags at most; setting one again is no new one', () => {
  const { ec2, vpc } = setUp();
  createTags(ec2, [vpc.vpcId], new Map(Array.from({ length: 50 }, (_, index) => [`key-${index}`, ''])));
  createTags(ec2, [vpc.vpcId], new Map([['key-0', 'again']]));
  expect(() => createTags(ec2, [vpc.vpcId], new Map([['key-50', '']]))).toThrowError(
    expect.objectContaining({ code: 'TagLimitExceeded' }),
  );
});
