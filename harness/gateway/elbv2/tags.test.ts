import { expect, test } from 'vitest';
import { openAccount } from './account.fixture.ts';

test('keeps tags of load balancers, target groups and listeners', async () => {
  const account = await openAccount();
  const edge = await account.createLoadBalancer({ Tags: [{ Key: 'team', Value: 'net' }] });
  const group = await account.createTargetGroup();
  const listener = await account.createListener(edge, group, { Tags: [{ Key: 'bare' }] });
  await account.call('AddTags', { ResourceArns: [edge, group], Tags: [{ Key: 'stage', Value: 'test' }] });
  await account.call('RemoveTags', { ResourceArns: [edge, listener], TagKeys: ['team', 'missing'] });
  expect(
    (await account.call('DescribeTags', { ResourceArns: [edge, group, listener] })).TagDescriptions,
  ).toEqual([
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

test.each(REFUSED)('refuses %s', async (_title, Tags, refusal) => {
  const account = await openAccount();
  const edge = await account.createLoadBalancer();
  expect(await account.refusal('AddTags', { ResourceArns: [edge], Tags })).toMatch(refusal);
});

test('tags nothing when one of the resources does not exist', async () => {
  const account = await openAccount();
  const edge = await account.createLoadBalancer();
  const ResourceArns = [edge, `${edge}0`];
  expect(await account.refusal('AddTags', { ResourceArns, Tags: [{ Key: 'a' }] })).toBe(
    'LoadBalancerNotFound: One or more load balancers not found',
  );
  expect(await account.refusal('DescribeTags', { ResourceArns: ['edge'] })).toMatch(
    /^ValidationError: 'edge' is not/,
  );
});
