import { expect, test } from 'vitest';
import { runCli } from '../cli.fixture.ts';

/** Addresses that the system gives to nobody (RFC 1112, class E): no machine is in this network. */
const NOWHERE = '240.0.2.0/24';

test.concurrent.each([
  {
    title: 'a network that this machine is not on',
    args: ['--attach', NOWHERE],
    says: `This machine has no address in ${NOWHERE}`,
  },
  {
    title: 'a network that is none',
    args: ['--attach', '172.31.0.2'],
    says: "The attached network is '172.31.0.2'",
  },
  {
    title: 'an attached world that is another one as well',
    args: ['--attach', NOWHERE, '--world', 'netns'],
    says: 'name two worlds',
  },
  {
    title: 'a LocalStack for a world that has EC2 of its own',
    args: ['--localstack', 'http://127.0.0.1:4566'],
    says: 'Give --world docker or --attach as well',
  },
  {
    title: 'a LocalStack that is no address',
    args: ['--attach', NOWHERE, '--localstack', 'localstack'],
    says: 'Give the address of a LocalStack',
  },
  {
    title: 'an address that this machine does not have',
    args: ['--listen', '240.0.2.1'],
    says: 'HARNESS_ADDRESS_UNAVAILABLE',
  },
])('serve refuses $title', async ({ args, says }) => {
  const { code, stderr } = await runCli(['serve', '--port', '0', ...args]);
  expect(stderr).toContain(says);
  expect(code).toBe(2);
});
