import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { ConfiguredRetryStrategy } from '@smithy/core/retry';
import { expect, test } from 'vitest';
import { openAccount } from './elbv2/account.fixture.ts';

async function openThrottledAccount() {
  const account = await openAccount({ throttling: true });
  const describe = () => account.answer('DescribeLoadBalancers', {});
  return { account, describe };
}

test('NLB-LB-25 refuses the call after the last of a bucket, and the next when a token has come back', async () => {
  const { account, describe } = await openThrottledAccount();
  for (let nth = 1; nth <= 40; nth++) expect(await describe()).toBe('done');
  expect(await describe()).toBe('Throttling: Rate exceeded');
  account.now += 99;
  expect(await describe()).toBe('Throttling: Rate exceeded');
  account.now += 1;
  expect(await describe()).toBe('done');
  expect(await describe()).toBe('Throttling: Rate exceeded');
});

test('NLB-LB-25 counts each kind of call apart', async () => {
  const { account, describe } = await openThrottledAccount();
  for (let nth = 1; nth <= 10; nth++) await account.createLoadBalancer();
  const input = { Name: 'edge', Type: 'network', Subnets: [account.subnets[0]] };
  expect(await account.refusal('CreateLoadBalancer', input)).toBe('Throttling: Rate exceeded');
  await account.createTargetGroup();
  expect(await describe()).toBe('done');
});

test("NLB-LB-25 the SDK's retries get a throttled call through", async () => {
  const { account, describe } = await openThrottledAccount();
  for (let nth = 1; nth <= 40; nth++) await describe();
  const client = new ElasticLoadBalancingV2Client({
    endpoint: account.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // The SDK decides whether to try again; each time 60 ms of the account's time go by, too little for one token.
    retryStrategy: new ConfiguredRetryStrategy(4, () => {
      account.now += 60;
      return 1;
    }),
  });
  const { $metadata, LoadBalancers } = await client.send(new DescribeLoadBalancersCommand({}));
  client.destroy();
  expect(LoadBalancers).toEqual([]);
  expect($metadata.attempts).toBe(3);
});

test('without the option nobody is throttled', async () => {
  const account = await openAccount();
  for (let nth = 1; nth <= 45; nth++) expect(await account.answer('DescribeLoadBalancers', {})).toBe('done');
});
