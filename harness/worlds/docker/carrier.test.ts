import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { createCarrier } from './carrier.ts';

const SUBNETS = 128;
const OVERLAP = '(HTTP code 403) unexpected - Pool overlaps with other one on this address space ';

interface Asked {
  readonly Name: string;
  readonly IPAM: { readonly Config: readonly { readonly Subnet: string }[] };
}

/** An engine that says no for some reason, or undefined. */
function engineThat(refuses: (subnet: string) => string | undefined) {
  const asked: string[] = [];
  const createNetwork = async ({ IPAM }: Asked) => {
    const subnet = IPAM.Config[0]!.Subnet;
    asked.push(subnet);
    const refusal = refuses(subnet);
    if (refusal !== undefined) throw new Error(refusal);
    return { remove: async () => undefined };
  };
  return {
    engine: { docker: { createNetwork } as unknown as Docker, labels: {}, isLocal: true },
    asked,
  };
}

test('a world takes the next subnet where its first is taken', async () => {
  const { engine, asked } = engineThat(() => (asked.length < 3 ? OVERLAP : undefined));
  expect((await createCarrier(engine, 'abc')).name).toBe('nlb-harness-abc');
  expect(asked).toHaveLength(3);
  expect(new Set(asked).size).toBe(3);
});

test('the last free subnet is found', async () => {
  const { engine, asked } = engineThat((subnet) => (subnet === '198.19.252.0/22' ? undefined : OVERLAP));
  await createCarrier(engine, 'abc');
  expect(asked.at(-1)).toBe('198.19.252.0/22');
});

test('where all subnets are taken it is said which, and what the engine said', async () => {
  const { engine, asked } = engineThat(() => OVERLAP);
  await expect(createCarrier(engine, 'abc')).rejects.toMatchObject({
    code: 'HARNESS_SUBNET_IN_USE',
    message: expect.stringMatching(/each \/22 of 198\.18\.0\.0\/15 is taken \(.*Pool overlaps/),
  });
  expect(new Set(asked).size).toBe(SUBNETS);
});

test('another refusal is told as it is, at once', async () => {
  const { engine, asked } = engineThat(() => 'connect ECONNREFUSED 127.0.0.1:1');
  await expect(createCarrier(engine, 'abc')).rejects.toMatchObject({
    code: 'HARNESS_DOCKER_UNAVAILABLE',
    message: expect.stringContaining('ECONNREFUSED'),
  });
  expect(asked).toHaveLength(1);
});
