import { expect, test } from 'vitest';

test('one LocalStack serves the whole run', async () => {
  const endpoint = process.env.NLB_LOCALSTACK_ENDPOINT;
  expect(endpoint).toMatch(/^http:/);
  const health = await fetch(new URL('/_localstack/health', endpoint));
  expect(await health.json()).toMatchObject({ services: { ec2: 'running' }, version: expect.any(String) });
});
