import {
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, onTestFinished, test } from 'vitest';
import { startLoopbackWorld } from './loopback-world.ts';

test('NLB-LB-25 a world throttles where it is told to, and its clock brings the right to call back', async () => {
  const world = await startLoopbackWorld({ throttling: true });
  onTestFinished(() => world.stop());
  const client = new ElasticLoadBalancingV2Client({
    endpoint: world.emulator.gateway.endpoint,
    region: world.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  onTestFinished(() => client.destroy());
  const describe = () => client.send(new DescribeLoadBalancersCommand({}));
  for (let nth = 1; nth <= 40; nth++) await describe();
  await expect(describe()).rejects.toMatchObject({
    name: 'Throttling',
    message: 'Rate exceeded',
    $metadata: { httpStatusCode: 400 },
  });
  await world.clock.advance(100);
  expect((await describe()).LoadBalancers).toEqual([]);
});
