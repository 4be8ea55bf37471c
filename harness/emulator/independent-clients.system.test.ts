/** The endpoint and the data plane as clients see them that are not the SDK for JavaScript. */
import { execFile } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { ScaledClock } from '../clock/scaled-clock.ts';
import { generateUserData } from '../targets/user-data.ts';
import type { EmulatedWorld } from './emulated-world.ts';
import { startLoopbackWorld } from './loopback-world.ts';
import { clientEnvironment, lacks, readFacts } from './program.fixture.ts';

const run = promisify(execFile);
const CLIENTS = fileURLToPath(new URL('../../fixtures/clients/', import.meta.url));

async function startServedWorld(): Promise<{
  world: EmulatedWorld;
  env: NodeJS.ProcessEnv;
  userData: string;
}> {
  const world = await startLoopbackWorld({ clock: new ScaledClock({ speed: 20 }) });
  onTestFinished(() => world.stop());
  const folder = await mkdtemp(join(tmpdir(), 'nlb-harness-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const userData = join(folder, 'user-data.sh');
  const config = {
    name: 'target',
    udpPort: 8080,
    health: { protocol: 'TCP', port: 8080, tls: undefined },
    controlPort: 8079,
  } as const;
  await writeFile(userData, generateUserData(config));
  const env = clientEnvironment(world.awsClientConfig());
  return { world, env, userData };
}

test('boto3 builds a load balancer, its waiters pass, and a Python socket gets answers through it', async ({
  skip,
}) => {
  const reason = await lacks('python3', '-c', 'import boto3');
  if (reason) skip(reason);
  const { world, env, userData } = await startServedWorld();
  const { stdout } = await run('python3', [join(CLIENTS, 'boto3_walk_through.py'), userData], { env });
  const facts = readFacts(stdout);
  expect(facts).toMatchObject({
    identity: { account: '000000000000' },
    subnets: { zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'] },
    'target-group': { protocol: 'UDP', check: 'TCP' },
    'load-balancer': { zone_count: 2 },
    health: { states: ['healthy', 'healthy'] },
    'udp-health-check': {
      code: 'ValidationError',
      message: "Health check protocol 'UDP' must be one of 'HTTP, HTTPS, TCP'",
      status: 400,
    },
    'security-groups-later': {
      code: 'InvalidConfigurationRequest',
      message: expect.stringContaining('created without any security groups'),
      status: 400,
    },
    'second-listener': { code: 'DuplicateListener', status: 400 },
    'unknown-vpc': { code: 'InvalidVpcID.NotFound', status: 400 },
  });
  const { dns_name: dnsName } = facts['load-balancer'] as { dns_name: string };
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${world.emulator.dns.port}`]);
  const [address = ''] = await resolver.resolve4(dnsName);
  const answers = await run('python3', [join(CLIENTS, 'udp_client.py'), address, '8080', '3']);
  const replies = answers.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  expect(replies).toMatchObject([
    { target: 'target', sequence: 0 },
    { target: 'target', sequence: 1 },
    { target: 'target', sequence: 2 },
  ]);
});

test('the AWS CLI reads the same state and gets the same errors', async ({ skip }) => {
  const reason = await lacks('aws', '--version');
  if (reason) skip(reason);
  const { env } = await startServedWorld();
  const aws = async (...parameters: string[]) =>
    JSON.parse((await run('aws', [...parameters, '--output', 'json'], { env })).stdout) as Record<
      string,
      never
    >;
  const vpcId = (await aws('ec2', 'describe-vpcs', '--query', 'Vpcs[0]')).VpcId ?? '';
  const create = ['elbv2', 'create-target-group', '--name', 'udp', '--protocol', 'UDP', '--port', '53'];
  const created = await aws(...create, '--vpc-id', vpcId, '--query', 'TargetGroups[0]');
  const described = await aws(
    'elbv2',
    'describe-target-groups',
    '--names',
    'udp',
    '--query',
    'TargetGroups[0]',
  );
  expect(described).toEqual(created);
  expect(described).toMatchObject({ Protocol: 'UDP', Port: 53, HealthCheckPort: 'traffic-port' });
  const refused = aws(...create, '--vpc-id', vpcId, '--health-check-interval-seconds', '5');
  await expect(refused).rejects.toThrow(
    /ValidationError.*Health check timeout '10' must be smaller than or equal to the interval '5'/,
  );
});
