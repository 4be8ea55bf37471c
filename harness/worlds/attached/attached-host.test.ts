import { expect, test } from 'vitest';
import { AttachedHost } from './attached-host.ts';

const nobodyLeaves = new Promise<never>(() => undefined);

test('a host is there that refuses connections', async () => {
  const spec = { id: 'i-1', address: '127.0.0.1', userData: undefined };
  await using host = await AttachedHost.find(spec, nobodyLeaves);
  expect(host.spec).toBe(spec);
  await host.stop();
});

test('a host that nobody waits for any more is not looked for', async () => {
  // Nobody answers there, and nobody says so.
  const spec = { id: 'i-1', address: '198.51.100.1', userData: undefined };
  await expect(AttachedHost.find(spec, Promise.resolve())).rejects.toMatchObject({
    code: 'HARNESS_HOST_START_FAILED',
    message: expect.stringContaining('198.51.100.1'),
  });
});
