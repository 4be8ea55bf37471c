import { EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { RunningCli, runCli } from '../cli.fixture.ts';

const SERVE = ['serve', '--world', 'docker', '--port', '0', '--speed', '50', '--json'];

/** Nobody has it, and it cannot be pulled: whoever wants to start it fails. */
const env = { NLB_LOCALSTACK_IMAGE: 'nlb-harness-fixture/never-built:1' };

/** Resolves to its private address. */
async function runInstance(endpoint: string): Promise<string> {
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
  const ec2 = new EC2Client({ endpoint, region: 'us-east-1', credentials });
  const launch = new RunInstancesCommand({ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 });
  const { Instances } = await ec2.send(launch);
  ec2.destroy();
  return Instances![0]!.PrivateIpAddress!;
}

/** As the instance itself has them. */
async function addressesOf(instance: string, endpoint: string): Promise<string> {
  const ip = ['ip', '-brief', 'address'];
  const { stdout, stderr } = await runCli(['exec', instance, '--', ...ip], {
    env: { AWS_ENDPOINT_URL: endpoint },
  });
  return stdout + stderr;
}

/** SQS is LocalStack's alone. */
async function listQueues(endpoint: string): Promise<{ status: number; text: string }> {
  const scope = 'a/20260101/us-east-1/sqs/aws4_request';
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.ListQueues',
    },
    body: '{}',
  });
  return { status: answer.status, text: await answer.text() };
}

test('serve uses a LocalStack that runs already, and leaves it', async () => {
  const localStack = process.env.NLB_LOCALSTACK_ENDPOINT!;
  using serve = new RunningCli([...SERVE, '--localstack', localStack], { env });
  const endpoint = (await serve.next('ready')).endpoint as string;
  expect((await listQueues(endpoint)).status).toBe(200);
  const instance = await runInstance(endpoint);
  expect(await addressesOf(instance, endpoint)).toContain(` ${instance}/32 `);
  expect((await serve.end('SIGINT')).code).toBe(0);
  expect((await fetch(new URL('/_localstack/health', localStack))).status).toBe(200);
});

test('serve without a LocalStack has the EC2 of the emulator, and instances are containers all the same', async () => {
  using serve = new RunningCli([...SERVE, '--localstack', 'none'], { env });
  const endpoint = (await serve.next('ready')).endpoint as string;
  const { status, text } = await listQueues(endpoint);
  expect(status, text).toBeGreaterThanOrEqual(400);
  const instance = await runInstance(endpoint);
  await serve.next('instance-state'); // running
  expect(await addressesOf(instance, endpoint)).toContain(` ${instance}/32 `);
  expect((await serve.end('SIGINT')).code).toBe(0);
});

test('serve does not start where LocalStack has to be started and cannot be had', async () => {
  const { code, stderr } = await runCli(SERVE, { env });
  expect(code).toBe(2);
  expect(stderr).toContain('nlb-harness-fixture/never-built:1, which is not there and cannot be pulled');
});
