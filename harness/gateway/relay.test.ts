import { request as httpRequest, type IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createRegion } from '../core/region.ts';
import { TIMINGS } from '../core/timings.ts';
import type { Defect } from './dispatch.ts';
import { ELBV2_SERVICE } from './elbv2/service.ts';
import { startGateway } from './gateway.ts';
import type { HttpAnswer, HttpRequest, UpstreamCall } from './upstream.ts';

/** What another emulator behind the endpoint was given, and what it is to answer. */
let passedOn: { readonly call: UpstreamCall; readonly request: HttpRequest }[];
let defects: Defect[];
let answerOf: () => Promise<HttpAnswer>;

beforeEach(() => {
  passedOn = [];
  defects = [];
  answerOf = async () => ({ status: 200, rawHeaders: [], body: bytes('from upstream') });
});

describe('a request goes on to the other emulator', () => {
  test.each<[string, Partial<Asked>, Partial<UpstreamCall>]>([
    [
      'for a service that is not served here',
      { authorization: signed('sqs') },
      { service: 'sqs', region: 'us-east-1' },
    ],
    [
      "for EC2, with the operation's name",
      { authorization: signed('ec2'), body: 'Action=DescribeVpcs&Version=2016-11-15' },
      { service: 'ec2', operation: 'DescribeVpcs' },
    ],
    [
      'for EC2 by GET',
      { method: 'GET', target: '/?Action=DescribeVpcs', authorization: signed('ec2') },
      { service: 'ec2', operation: 'DescribeVpcs' },
    ],
    [
      'by a presigned URL',
      { method: 'GET', target: `/bucket/key?X-Amz-Credential=${encodeURIComponent(scope('s3'))}` },
      { service: 's3', region: 'us-east-1' },
    ],
    [
      'that is not signed, by a path',
      { method: 'GET', target: '/_localstack/health' },
      { service: undefined },
    ],
  ])('%s', async (_which, asked, call) => {
    const answer = await ask(asked);
    expect([answer.status, answer.body]).toEqual([200, 'from upstream']);
    expect(passedOn.map(({ call }) => call)).toMatchObject([call]);
  });
});

describe('a request is answered here', () => {
  test.each<[string, Partial<Asked>, RegExp]>([
    [
      'for a service that is served here',
      {
        authorization: signed('elasticloadbalancing'),
        body: 'Action=DescribeLoadBalancers&Version=2015-12-01',
      },
      /<DescribeLoadBalancersResponse/,
    ],
    ['that is not signed, without a path', { body: 'Action=RunInstances' }, /MissingAuthenticationToken/],
    [
      'with a broken signature',
      { target: '/a', authorization: 'AWS4-HMAC-SHA256 nonsense' },
      /IncompleteSignature/,
    ],
    [
      'that a web page could have sent to EC2',
      { method: 'GET', target: `/?Action=RunInstances&X-Amz-Credential=${encodeURIComponent(scope('ec2'))}` },
      /MissingAuthenticationToken/,
    ],
    ['for the harness itself', { target: '/_nlb-harness/anything' }, /no question 'anything'/],
  ])('%s', async (_which, asked, body) => {
    expect((await ask(asked)).body).toMatch(body);
    expect(passedOn).toEqual([]);
  });
});

test('a request and its answer pass as they are', async () => {
  answerOf = async () => ({
    status: 299,
    rawHeaders: ['X-Case', 'Kept', 'set-cookie', 'a=1', 'set-cookie', 'b=2', 'content-length', '4'],
    body: Uint8Array.of(0, 255, 10, 13),
  });
  const answer = await ask({
    method: 'PUT',
    target: '/bucket/a%2Fb?x=1?y=%C3%A4',
    authorization: signed('s3'),
    headers: { 'X-Amz-Meta-Name': 'Ünï' },
    body: Uint8Array.of(255, 0, 1),
  });
  const [{ request } = { request: undefined }] = passedOn;
  expect(request).toMatchObject({ method: 'PUT', target: '/bucket/a%2Fb?x=1?y=%C3%A4' });
  expect([...request!.body]).toEqual([255, 0, 1]);
  expect(pairsOf(request!.rawHeaders)).toContainEqual(['X-Amz-Meta-Name', 'Ünï']);
  expect(answer.status).toBe(299);
  expect(pairsOf(answer.rawHeaders)).toEqual(
    expect.arrayContaining([
      ['X-Case', 'Kept'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ]),
  );
  expect([...answer.bytes]).toEqual([0, 255, 10, 13]);
});

test('the length of an object is told without the object', async () => {
  answerOf = async () => ({ status: 200, rawHeaders: ['content-length', '12345'], body: bytes('') });
  const answer = await ask({ method: 'HEAD', target: '/bucket/key', authorization: signed('s3') });
  expect(pairsOf(answer.rawHeaders)).toContainEqual(['content-length', '12345']);
});

test('an object may be larger than a request to a service that is served here', async () => {
  const body = new Uint8Array(2 * 1024 * 1024);
  await ask({ method: 'PUT', target: '/bucket/key', authorization: signed('s3'), body });
  expect(passedOn[0]?.request.body).toHaveLength(body.length);
  expect((await ask({ authorization: signed('elasticloadbalancing'), body })).status).toBe(413);
});

describe('when the other emulator does not answer, the caller learns why in its own protocol', () => {
  test.each<[string, Partial<Asked>, RegExp]>([
    [
      'EC2 Query',
      { authorization: signed('ec2'), body: 'Action=RunInstances' },
      /^<\?xml.*<Response>.*<Code>InternalFailure<\/Code><Message>[^<]*it is gone/s,
    ],
    [
      'JSON',
      { authorization: signed('sqs'), headers: { 'x-amz-target': 'AmazonSQS.ListQueues' } },
      /"__type":"[^"]*InternalFailure".*it is gone/,
    ],
    [
      'REST',
      { target: '/bucket', authorization: signed('s3') },
      /<Code>InternalFailure<\/Code>.*it is gone/s,
    ],
  ])('%s', async (_protocol, asked, body) => {
    const error = new Error('it is gone');
    answerOf = () => Promise.reject(error);
    const answer = await ask(asked);
    expect(answer.status).toBe(500);
    expect(answer.body).toMatch(body);
    expect(defects.map(({ error }) => error)).toEqual([error]);
  });
});

interface Asked {
  readonly method: string;
  readonly target: string;
  readonly authorization: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

interface Answer {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly bytes: Uint8Array;
  readonly body: string;
}

/** Starts an endpoint with the other emulator behind it, and asks it one thing. */
async function ask(asked: Partial<Asked>): Promise<Answer> {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const { port, stop } = await startGateway({
    services: [ELBV2_SERVICE],
    backend: { execute: async (_call, run) => run({ region, now: 0, accountId: region.accountId }) },
    upstream: {
      forward: (call, request) => {
        passedOn.push({ call, request });
        return answerOf();
      },
    },
    inspect: async () => undefined,
    onDefect: (defect) => defects.push(defect),
    port: 0,
  });
  onTestFinished(stop);
  const { method = 'POST', target = '/', authorization, headers = {}, body = '' } = asked;
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        ...{ host: '127.0.0.1', port, method, path: target },
        headers: {
          ...headers,
          ...(authorization !== undefined && { authorization }),
          ...(typeof body === 'string' && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
      },
      (response) => whole(response).then(resolve, reject),
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function whole(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  const { statusCode: status = 0, rawHeaders } = response;
  return { status, rawHeaders, bytes: all, body: all.toString() };
}

function scope(service: string): string {
  return `AKIDEXAMPLE/20260101/us-east-1/${service}/aws4_request`;
}

function signed(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=${scope(service)}, SignedHeaders=host, Signature=0`;
}

function pairsOf(rawHeaders: readonly string[]): string[][] {
  return Array.from({ length: rawHeaders.length / 2 }, (_, index) =>
    rawHeaders.slice(index * 2, index * 2 + 2),
  );
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
