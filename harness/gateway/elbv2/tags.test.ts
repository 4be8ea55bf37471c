import { expect, test } from 'vitest';
import { openAccount } from './account.fixture.ts';

test('keeps tags of load balancers, target groups and listeners', () => {
  const account = openAccount();
  const edge = account.createLoadBalancer({ Tags: [{ Key: 'team', Value: 'net' }] });
  const group = account.createTargetGroup();
  const listener = account.createListener(edge, group, { Tags: [{ Key: 'bare' }] });
  account.call('AddTags', { ResourceArns: [edge, group], Tags: [{ Key: 'stage', Value: 'test' }] });
  account.call('RemoveTags', { ResourceArns: [edge, listener], TagKeys: ['team', 'missing'] });
  expect(account.call('DescribeTags', { ResourceArns: [edge, group, listener] }).TagDescriptions).toEqual([
    { ResourceArn: edge, Tags: [{ Key: 'stage', Value: 'test' }] },
    { ResourceArn: group, Tags: [{ Key: 'stage', Value: 'test' }] },
    { ResourceArn: listener, Tags: [{ Key: 'bare', Value: '' }] },
  ]);
});

const REFUSED: readonly [title: string, tags: object[], refusal: RegExp][] = [
  ['the same key twice', [{ Key: 'a' }, { Key: 'a' }], /^DuplicateTagKeys: /],
  ['a reserved key', [{ Key: 'aws:a' }], /^ValidationError: /],
  ['an empty key', [{ Key: '' }], /at 'key' failed .* length greater than or equal to 1$/],
  ['a value of 257 characters', [{ Key: 'a', Value: 'v'.repeat(257) }], /length less than or equal to 256$/],
  ['51 tags', Array.from({ length: 51 }, (_, index) => ({ Key: `${index}` })), /^TooManyTags: /],
];

test.each(REFUSED)('refuses %s', (_title, Tags, refusal) => {
  const account = openAccount();
  const edge = account.createLoadBalancer();
  expect(account.refusal('AddTags', { ResourceArns: [edge], Tags })).toMatch(refusal);
});

test('tags nothing when one of the resources does not exist', () => {
  const account = openAccount();
  const edge = account.createLoadBalancer();
  const ResourceArns = [edge, `${edge}0`];
  expect(account.refusal('AddTags', { ResourceArns, Tags: [{ Key: 'a' }] })).toBe(
    'LoadBalancerNotFound: One or more load balancers not found',
  );
  expect(account.refusal('DescribeTags', { ResourceArns: ['edge'] })).toMatch(
    /^ValidationError: 'edge' is not/,
  );
});
