import { expect, test } from 'vitest';
import { openAccount } from './account.fixture.ts';

test('NLB-LB-26 tells the quotas that it keeps', async () => {
  const { Limits } = await (await openAccount()).call('DescribeAccountLimits', {});
  expect(Limits).toContainEqual({ Name: 'network-load-balancers', Max: '50' });
  expect(Limits).toContainEqual({ Name: 'listeners-per-network-load-balancer', Max: '50' });
  expect(Limits).toContainEqual({ Name: 'target-groups', Max: '3000' });
});
