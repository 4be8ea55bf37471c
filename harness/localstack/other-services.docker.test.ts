import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startLocalStackWorld } from '../emulator/localstack-world.fixture.ts';

const REGION = 'us-east-1';

test('the caller is the account of the world', async () => {
  const { world, account } = await startLocalStackWorld();
  const sts = new STSClient(world.awsClientConfig() as never);
  onTestFinished(() => sts.destroy());
  expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe(account.accountId);
});

test('objects of S3 pass, whatever is in them', async () => {
  const { world } = await startLocalStackWorld();
  const object = Uint8Array.from({ length: 3 * 1024 * 1024 }, (_, index) => index * 7);
  const bucket = `bucket-${Date.now()}`;
  await ask(world, 's3', { method: 'PUT', path: `/${bucket}` });
  const put = await ask(world, 's3', { method: 'PUT', path: `/${bucket}/a%20b/ü`, body: object });
  expect(put.status).toBe(200);
  const head = await ask(world, 's3', { method: 'HEAD', path: `/${bucket}/a%20b/ü` });
  expect(head.headers.get('content-length')).toBe(String(object.length));
  const got = await ask(world, 's3', { method: 'GET', path: `/${bucket}/a%20b/ü` });
  expect(Buffer.from(await got.arrayBuffer()).equals(object)).toBe(true);
});

test('a queue of SQS is at the endpoint that was asked for it', async () => {
  const { world, account } = await startLocalStackWorld();
  const created = await sqs(world, 'CreateQueue', { QueueName: 'q' });
  expect(created.QueueUrl).toBe(`${world.awsClientConfig().endpoint}/queue/us-east-1/${account.accountId}/q`);
  const { QueueUrl } = created;
  await sqs(world, 'SendMessage', { QueueUrl, MessageBody: 'Grüße' });
  const { Messages } = await sqs(world, 'ReceiveMessage', { QueueUrl });
  expect(Messages).toMatchObject([{ Body: 'Grüße' }]);
});

describe('an error of LocalStack is passed on', () => {
  test('of S3', async () => {
    const { world } = await startLocalStackWorld();
    const answer = await ask(world, 's3', { method: 'GET', path: `/no-such-bucket-${Date.now()}` });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('NoSuchBucket')]);
  });

  test('of EC2', async () => {
    const { ec2, faults } = await startLocalStackWorld();
    const { DeleteVpcCommand } = await import('@aws-sdk/client-ec2');
    await expect(ec2.send(new DeleteVpcCommand({ VpcId: 'vpc-0123456789abcdef0' }))).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
    });
    expect(faults()).toEqual([]);
  });
});

type World = Awaited<ReturnType<typeof startLocalStackWorld>>['world'];

interface Question {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

/** Asks the world's endpoint. Nobody looks at the signature. */
async function ask(world: World, service: string, question: Question): Promise<Response> {
  const { method, path, headers = {}, body = null } = question;
  const scope = `AKIDEXAMPLE/20260101/${REGION}/${service}/aws4_request`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  const url = `${world.awsClientConfig().endpoint}${path}`;
  return fetch(url, { method, headers: { ...headers, authorization }, body });
}

async function sqs(world: World, operation: string, input: object): Promise<Record<string, unknown>> {
  const answer = await ask(world, 'sqs', {
    ...{ method: 'POST', path: '/', body: JSON.stringify(input) },
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${operation}` },
  });
  expect(answer.status).toBe(200);
  return answer.json() as Promise<Record<string, unknown>>;
}
