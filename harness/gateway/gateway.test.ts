import * as ec2 from '@aws-sdk/client-ec2';
import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, onTestFinished, test, vi } from 'vitest';
import { AwsError } from '../core/aws-error.ts';
import type { Region } from '../core/region.ts';
import type { Defect } from './dispatch.ts';
import { type StartedGateway, startGateway } from './gateway.ts';
import type { Service } from './service.ts';
import { readServiceModel } from './wire/service-model.ts';

const ELBV2 = readServiceModel(
  {
    signingName: 'elasticloadbalancing',
    protocol: 'query',
    apiVersion: '2015-12-01',
    xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
  },
  elbv2,
);
const EC2 = readServiceModel(
  {
    signingName: 'ec2',
    protocol: 'ec2',
    apiVersion: '2016-11-15',
    xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  },
  ec2,
);

async function start(operations: {
  elbv2?: Service['operations'];
  ec2?: Service['operations'];
  onDefect?: (defect: Defect) => void;
}): Promise<StartedGateway> {
  const gateway = await startGateway({
    port: 0,
    onDefect: operations.onDefect,
    inspect: async () => undefined,
    services: [
      { model: ELBV2, operations: operations.elbv2 ?? {} },
      { model: EC2, operations: operations.ec2 ?? {} },
    ],
    backend: {
      execute: async (call, run) =>
        run({ region: { name: call.region } as Region, now: 0, accountId: '000000000000' }),
    },
  });
  onTestFinished(() => gateway.stop());
  return gateway;
}

function clientConfig(gateway: StartedGateway) {
  return {
    endpoint: gateway.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
}

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/elasticloadbalancing/aws4_request, SignedHeaders=host, Signature=0';

/** A request that no SDK would make. */
async function post(
  gateway: StartedGateway,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
) {
  const response = await fetch(gateway.endpoint, {
    method: 'POST',
    headers: {
      authorization: AUTHORIZATION,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: body as never,
  });
  return { status: response.status, text: await response.text() };
}

test('an AWS Query operation gets the input that the SDK sent and the SDK gets its output', async () => {
  const seen: unknown[] = [];
  const gateway = await start({
    elbv2: {
      CreateTargetGroup: (_context, input) => {
        seen.push(input);
        return {
          TargetGroups: [{ TargetGroupName: input.Name, Port: input.Port, Matcher: { HttpCode: '200-399' } }],
        };
      },
    },
  });
  const client = new elbv2.ElasticLoadBalancingV2Client(clientConfig(gateway));
  const input = {
    Name: 'a<b>&"c"',
    Protocol: 'UDP' as const,
    Port: 8080,
    HealthCheckEnabled: true,
    Matcher: { HttpCode: '200' },
    Tags: [
      { Key: 'one', Value: 'ü €' },
      { Key: 'two', Value: '' },
    ],
  };
  const output = await client.send(new elbv2.CreateTargetGroupCommand(input));
  expect(seen).toEqual([input]);
  expect(output.TargetGroups).toEqual([
    { TargetGroupName: 'a<b>&"c"', Port: 8080, Matcher: { HttpCode: '200-399' } },
  ]);
});

test('an EC2 Query operation gets flattened lists and nested structures, and dates come back as dates', async () => {
  const seen: unknown[] = [];
  const launchedAt = new Date('2026-01-01T00:00:00Z');
  const gateway = await start({
    ec2: {
      RunInstances: (_context, input) => {
        seen.push(input);
        return {
          ReservationId: 'r-1',
          Instances: [{ InstanceId: 'i-1', LaunchTime: launchedAt, State: { Code: 16 } }],
        };
      },
    },
  });
  const client = new ec2.EC2Client(clientConfig(gateway));
  const output = await client.send(
    new ec2.RunInstancesCommand({
      ImageId: 'ami-1',
      MinCount: 1,
      MaxCount: 2,
      SecurityGroupIds: ['sg-1', 'sg-2'],
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'a' }] }],
    }),
  );
  expect(seen).toMatchObject([
    {
      ImageId: 'ami-1',
      MinCount: 1,
      MaxCount: 2,
      SecurityGroupIds: ['sg-1', 'sg-2'],
      TagSpecifications: [{ ResourceType: 'instance', Tags: [{ Key: 'Name', Value: 'a' }] }],
    },
  ]);
  expect(output.Instances).toEqual([{ InstanceId: 'i-1', LaunchTime: launchedAt, State: { Code: 16 } }]);
});

test("an AwsError arrives as the SDK's own exception class with code, status and text", async () => {
  const gateway = await start({
    elbv2: {
      CreateListener: () => {
        throw new AwsError('DuplicateListener', "A listener already exists on port '53' & <more>");
      },
    },
  });
  const client = new elbv2.ElasticLoadBalancingV2Client(clientConfig(gateway));
  const failure = client.send(
    new elbv2.CreateListenerCommand({ LoadBalancerArn: 'arn', DefaultActions: [] }),
  );
  await expect(failure).rejects.toBeInstanceOf(elbv2.DuplicateListenerException);
  await expect(failure).rejects.toMatchObject({
    message: "A listener already exists on port '53' & <more>",
    $metadata: { httpStatusCode: 400 },
  });
});

test('an EC2 error without output members and a dry run keep their codes and status', async () => {
  const gateway = await start({
    ec2: {
      DeleteVpc: (_context, input) => {
        if (input.DryRun) throw new AwsError('DryRunOperation', 'Request would have succeeded');
        return {};
      },
    },
  });
  const client = new ec2.EC2Client(clientConfig(gateway));
  await expect(client.send(new ec2.DeleteVpcCommand({ VpcId: 'vpc-1', DryRun: true }))).rejects.toMatchObject(
    {
      name: 'DryRunOperation',
      $metadata: { httpStatusCode: 412 },
    },
  );
  const output = await client.send(new ec2.DeleteVpcCommand({ VpcId: 'vpc-1' }));
  expect(output.$metadata.httpStatusCode).toBe(200);
});

test('a known operation that is not implemented is refused by name', async () => {
  const gateway = await start({});
  const client = new elbv2.ElasticLoadBalancingV2Client(clientConfig(gateway));
  await expect(client.send(new elbv2.DescribeTrustStoresCommand({}))).rejects.toMatchObject({
    name: 'OperationNotPermittedException',
    message: 'The operation DescribeTrustStores is not emulated by nlb-harness.',
  });
});

test('a defect in an operation is an InternalFailure, is reported with its stack, and the endpoint goes on', async () => {
  const defects: Defect[] = [];
  const gateway = await start({
    elbv2: {
      DescribeLoadBalancers: () => {
        throw new TypeError('x is undefined');
      },
    },
    onDefect: (defect) => defects.push(defect),
  });
  const body = 'Action=DescribeLoadBalancers&Version=2015-12-01';
  for (const _attempt of [1, 2]) {
    const response = await post(gateway, body);
    expect(response.status).toBe(500);
    expect(response.text).toContain('<Code>InternalFailure</Code>');
  }
  const call = {
    service: 'elasticloadbalancing',
    region: 'us-east-1',
    operation: 'DescribeLoadBalancers',
  };
  const error = expect.objectContaining({ stack: expect.stringContaining('gateway.test.ts') });
  expect(defects).toEqual([
    { call, error },
    { call, error },
  ]);
});

test('what AWS would refuse is no defect', async () => {
  const onDefect = vi.fn();
  const gateway = await start({ onDefect });
  const response = await post(gateway, 'Action=NoSuchOperation&Version=2015-12-01');
  expect(response.status).toBe(400);
  expect(onDefect).not.toHaveBeenCalled();
});

test('a request whose Host header names another machine is refused', async () => {
  const gateway = await start({});
  const { request } = await import('node:http');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const call = request(
      gateway.endpoint,
      { method: 'POST', headers: { host: 'evil.example' } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    call.on('error', reject);
    call.end('');
  });
  expect(status).toBe(403);
});

test('a taken port is a coded error that names the port', async () => {
  const gateway = await start({});
  const second = startGateway({
    port: gateway.port,
    services: [],
    inspect: async () => undefined,
    backend: { execute: async () => ({}) },
  });
  await expect(second).rejects.toMatchObject({ code: 'HARNESS_PORT_IN_USE', fault: 'environment' });
});

test('a question about the world that is not JSON is refused in words of our own', async () => {
  const gateway = await start({});
  const answer = await fetch(`${gateway.endpoint}/_nlb-harness/explain`, {
    method: 'POST',
    body: '{ broken',
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    code: 'HARNESS_ARGUMENT_INVALID',
    message:
      'The body of the question is not JSON. Send an object of JSON, or nothing. [HARNESS_ARGUMENT_INVALID]',
    remedy: 'Send an object of JSON, or nothing',
  });
});

test('a connection may be idle for as long as its client likes', async () => {
  const { headers } = await fetch((await start({})).endpoint, { method: 'POST' });
  // Where there is a time-out, a server announces it.
  expect([headers.get('connection'), headers.get('keep-alive')]).toEqual(['keep-alive', null]);
});
