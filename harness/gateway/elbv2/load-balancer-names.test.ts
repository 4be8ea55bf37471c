import { expect, test } from 'vitest';
import { openAccount } from './account.fixture.ts';
import { describeLoadBalancer } from './load-balancer.fixture.ts';

const BAD_NAMES: readonly [rule: string, name: string, message: string][] = [
  ['length before alphabet', `${'_'.repeat(33)}`, "cannot be longer than '32' characters"],
  ['the internal- prefix', 'internal-edge', "cannot begin with 'internal-'"],
  ['a hyphen at the end', 'edge-', 'cannot end with a hyphen(-)'],
  [
    'characters outside the alphabet',
    'ed_ge',
    'can only contain characters that are alphanumeric characters and hyphens(-)',
  ],
];

test.each(BAD_NAMES)('NLB-LB-02 refuses a name for %s', async (_rule, name, message) => {
  const account = await openAccount();
  expect(
    await account.refusal('CreateLoadBalancer', { Name: name, Type: 'network', Subnets: account.subnets }),
  ).toBe(`ValidationError: The load balancer name '${name}' ${message}`);
});

test.each(['a', 'A'.repeat(32), '1-a', 'internal'])('NLB-LB-01 takes the name %s', async (Name) => {
  const account = await openAccount();
  const arn = await account.createLoadBalancer({ Name });
  expect((await describeLoadBalancer(account, arn))?.LoadBalancerName).toBe(Name);
});

test('NLB-LB-01 refuses a name without characters and one that begins with a hyphen', async () => {
  const account = await openAccount();
  const input = { Type: 'network', Subnets: account.subnets };
  expect(await account.refusal('CreateLoadBalancer', { ...input, Name: '' })).toMatch(/^ValidationError: /);
  expect(await account.refusal('CreateLoadBalancer', { ...input, Name: '-edge' })).toMatch(
    /^ValidationError: .* cannot begin with a hyphen\(-\)$/,
  );
});
