import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { ScaledClock } from '../clock/scaled-clock.ts';
import { startLocalStackWorld } from '../emulator/localstack-world.fixture.ts';
import { clientEnvironment, lacks, readFacts } from '../emulator/program.fixture.ts';
import { generateUserData } from '../index.ts';

const run = promisify(execFile);
const WALK_THROUGH = fileURLToPath(new URL('../../fixtures/clients/boto3_walk_through.py', import.meta.url));

test('boto3 builds a load balancer of what LocalStack has, and its waiters pass', async ({ skip }) => {
  const reason = await lacks('python3', '-c', 'import boto3');
  if (reason) skip(reason);
  const { world, account, faults } = await startLocalStackWorld({ clock: new ScaledClock({ speed: 20 }) });
  const env = clientEnvironment(world.awsClientConfig());
  const { stdout } = await run('python3', [WALK_THROUGH, await writeUserData()], { env });
  expect(readFacts(stdout)).toMatchObject({
    identity: { account: account.accountId },
    subnets: { zones: ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => `us-east-1${letter}`) },
    'load-balancer': { zone_count: 2 },
    health: { states: ['healthy', 'healthy'] },
    'second-listener': { code: 'DuplicateListener', status: 400 },
    'unknown-vpc': { code: 'InvalidVpcID.NotFound', status: 400 },
  });
  expect(faults()).toEqual([]);
});

async function writeUserData(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'nlb-harness-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'user-data.sh');
  const health = { protocol: 'TCP', port: 8080, tls: undefined } as const;
  await writeFile(file, generateUserData({ name: 'target', udpPort: 8080, health, controlPort: 8079 }));
  return file;
}
