import { expect, test } from 'vitest';
import { openAccount } from './account.fixture.ts';

test('lists the ciphers of a policy, the preferred one first', async () => {
  const { SslPolicies } = await (await openAccount()).call('DescribeSSLPolicies', {
    Names: ['ELBSecurityPolicy-TLS13-1-3-2021-06'],
  });
  expect(SslPolicies).toEqual([
    {
      Name: 'ELBSecurityPolicy-TLS13-1-3-2021-06',
      SslProtocols: ['TLSv1.3'],
      Ciphers: [
        { Name: 'TLS_AES_128_GCM_SHA256', Priority: 1 },
        { Name: 'TLS_AES_256_GCM_SHA384', Priority: 2 },
        { Name: 'TLS_CHACHA20_POLY1305_SHA256', Priority: 3 },
      ],
      SupportedLoadBalancerTypes: ['application', 'network'],
    },
  ]);
});

test('refuses a policy that it does not know', async () => {
  expect(await (await openAccount()).refusal('DescribeSSLPolicies', { Names: ['mine'] })).toBe(
    'SSLPolicyNotFound: One or more SSL policies not found',
  );
});
