import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { namespaceFlags } from '../netns/namespace-flags.ts';
import { programEnvironment } from '../netns/program-environment.ts';

const run = promisify(execFile);
const FIXTURE = fileURLToPath(new URL('./attached-router.fixture.ts', import.meta.url));

test('a machine becomes the router of a network that it is on, and is then as it was', async () => {
  const inNamespace = [...namespaceFlags().unshare, process.execPath, FIXTURE];
  const { stdout } = await run('unshare', inNamespace, { env: programEnvironment() });
  const { before, attached, after } = JSON.parse(stdout);
  expect(before).toEqual({ addresses: ['127.0.0.1/8', '172.31.0.2/16'], rules: [], tables: [] });
  expect(attached).toEqual({
    // As next hop, as DNS server, and as load-balancer nodes.
    addresses: expect.arrayContaining([
      '169.254.1.1/32',
      '169.254.169.253/32',
      '172.31.16.4/32',
      '172.31.32.4/32',
    ]),
    rules: [expect.stringContaining('fwmark 0x1 lookup 100')],
    tables: ['table ip node', 'table ip no_redirects', 'table ip security_groups'],
  });
  expect(attached.addresses).not.toContain('172.31.0.4/32');
  expect(after).toEqual(before);
});
