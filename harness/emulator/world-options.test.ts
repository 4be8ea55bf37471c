import { describe, expect, test } from 'vitest';
import { startLoopbackWorld } from './loopback-world.ts';
import { startNetnsWorld } from './netns-world.ts';

describe.each([
  ['loopback', startLoopbackWorld],
  ['netns', startNetnsWorld],
])('the %s world refuses', (_, start) => {
  test.each([
    [
      { port: 70_000 },
      "The option 'port' is 70000. Give a whole number from 0 to 65535; 0 takes a free one.",
    ],
    [{ dnsPort: -1 }, "The option 'dnsPort' is -1. Give a whole number from 0 to 65535"],
    [{ seed: Number.NaN }, "The option 'seed' is NaN. Give a whole number from 0 up."],
    [{ seed: 1.5 }, "The option 'seed' is 1.5."],
    [{ profile: 'zzz' as never }, "The option 'profile' is 'zzz'. Give one of: documented, observed."],
    [{ profile: 'toString' as never }, "The option 'profile' is 'toString'."],
    [{ region: 'a b' }, "The option 'region' is 'a b'. Give the name of a Region, like 'us-east-1'."],
    [{ region: '' }, "The option 'region' is ''."],
  ])('%o', async (options, message) => {
    await expect(start(options)).rejects.toMatchObject({
      code: 'HARNESS_ARGUMENT_INVALID',
      message: expect.stringContaining(message),
    });
  });
});

test('the loopback world refuses addresses of no kind that it knows', async () => {
  await expect(startLoopbackWorld({ addresses: 'few' as never })).rejects.toThrow(
    "The option 'addresses' is 'few'. Give one of: many, single, detect. [HARNESS_ARGUMENT_INVALID]",
  );
});
