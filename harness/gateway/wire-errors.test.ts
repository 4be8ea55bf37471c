import { request } from 'node:http';
import { expect, test } from 'vitest';
import { type ServedRegion, serveRegion } from './served-region.fixture.ts';

/** A request that no SDK would make; what is left out is as an SDK makes it. */
interface OddRequest {
  readonly method?: string;
  readonly path?: string;
  readonly service?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | Uint8Array;
}

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
}

const authorization = (service: string, region = 'us-east-1') =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

function send({ endpoint }: ServedRegion, odd: OddRequest): Promise<Answer> {
  const defaults = {
    authorization: authorization(odd.service ?? 'elasticloadbalancing'),
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  };
  const headers = Object.fromEntries(
    Object.entries({ ...defaults, ...odd.headers }).filter(([, value]) => value !== undefined),
  );
  return new Promise((resolve, reject) => {
    const call = request(
      `${endpoint}${odd.path ?? '/'}`,
      { method: odd.method ?? 'POST', headers },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }),
        );
      },
    );
    call.on('error', reject);
    call.end(odd.body ?? '');
  });
}

const DESCRIBE = 'Action=DescribeLoadBalancers&Version=2015-12-01';
const CREATE = 'Action=CreateTargetGroup&Version=2015-12-01';
const EC2_VERSION = '2016-11-15';
const MEBIBYTE = 1024 * 1024;

const REFUSED: readonly [what: string, odd: OddRequest, status: number, code: string, text: RegExp][] = [
  [
    'no Authorization header',
    { headers: { authorization: undefined }, body: DESCRIBE },
    403,
    'MissingAuthenticationToken',
    /^Request is missing Authentication Token$/,
  ],
  [
    'a signature in the query string',
    {
      method: 'GET',
      path: `/?${DESCRIBE}&X-Amz-Credential=test/20260101/us-east-1/elasticloadbalancing/aws4_request`,
      headers: { authorization: undefined },
    },
    403,
    'MissingAuthenticationToken',
    /^Request is missing/,
  ],
  [
    'another kind of authorization',
    { headers: { authorization: 'Basic dGVzdDp0ZXN0' }, body: DESCRIBE },
    400,
    'IncompleteSignature',
    /requires 'Credential' parameter/,
  ],
  [
    'a credential without scope',
    { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test, Signature=0' }, body: DESCRIBE },
    400,
    'IncompleteSignature',
    /requires 'Credential' parameter/,
  ],
  [
    'a Region that is none',
    { headers: { authorization: authorization('ec2', '<x>') }, body: DESCRIBE },
    403,
    'SignatureDoesNotMatch',
    /^Credential should be scoped to a valid region/,
  ],
  [
    'a service that is not served',
    { service: 'sqs', body: 'Action=ListQueues' },
    400,
    'UnknownOperationException',
    /^The service 'sqs' is not emulated by nlb-harness, which serves elasticloadbalancing/,
  ],
  ['an empty body', {}, 400, 'MissingAction', /parameter Action$/],
  ['no action', { body: 'Version=2015-12-01' }, 400, 'MissingAction', /parameter Action$/],
  [
    'an unknown action',
    { body: 'Action=Nonsense&Version=2015-12-01' },
    400,
    'InvalidAction',
    /^Could not find operation Nonsense for version 2015-12-01$/,
  ],
  [
    'an API version that never was',
    { body: 'Action=DescribeLoadBalancers&Version=2020-01-01' },
    400,
    'InvalidAction',
    /^Could not find operation DescribeLoadBalancers for version 2020-01-01$/,
  ],
  [
    'no API version',
    { body: 'Action=DescribeLoadBalancers' },
    400,
    'InvalidAction',
    /for version NO_VERSION_SPECIFIED$/,
  ],
  [
    'an unknown action of EC2',
    { service: 'ec2', body: `Action=Nonsense&Version=${EC2_VERSION}` },
    400,
    'InvalidAction',
    /^The action Nonsense is not valid for this web service\.$/,
  ],
  [
    'PUT',
    { method: 'PUT', body: DESCRIBE },
    405,
    'InvalidHttpRequest',
    /^The HTTP method PUT is not supported/,
  ],
  ['a GET without parameters', { method: 'GET' }, 400, 'MissingAction', /parameter Action$/],
  [
    'JSON',
    { headers: { 'content-type': 'application/json' }, body: '{"Action":"DescribeLoadBalancers"}' },
    400,
    'MissingAction',
    /its type is application\/json\.$/,
  ],
  [
    'a form as plain text',
    { headers: { 'content-type': 'text/plain' }, body: DESCRIBE },
    400,
    'MissingAction',
    /its type is text\/plain\.$/,
  ],
  [
    'more than 1 MiB',
    { body: `${CREATE}&Name=${'a'.repeat(MEBIBYTE)}` },
    413,
    'RequestEntityTooLarge',
    /^The request is larger than 1048576 bytes\.$/,
  ],
  [
    'a missing member',
    { body: 'Action=CreateListener&Version=2015-12-01' },
    400,
    'ValidationError',
    /^2 validation errors detected: Value null at 'loadBalancerArn'/,
  ],
  [
    'a missing member of EC2',
    { service: 'ec2', body: `Action=DeleteVpc&Version=${EC2_VERSION}` },
    400,
    'MissingParameter',
    /^The request must contain the parameter VpcId$/i,
  ],
  ['a wrong type', { body: `${CREATE}&Name=a&Port=many` }, 400, 'ValidationError', /'many'/],
  ['broken percent encoding', { body: `${CREATE}&Name=%E0%A4` }, 404, 'MalformedQueryString', /syntax error/],
  ['broken UTF-8', { body: new Uint8Array([0x41, 0xff]) }, 404, 'MalformedQueryString', /UTF-8/],
  ['what XML cannot carry', { body: `${CREATE}&Name=a%01` }, 404, 'MalformedQueryString', /U\+0001/],
  ['deep nesting', { body: `${CREATE}&${'a.'.repeat(5000)}a=1` }, 404, 'MalformedQueryString', /too deeply/],
  [
    'very many parameters',
    { body: `${CREATE}${'&a=1'.repeat(20_001)}` },
    404,
    'MalformedQueryString',
    /too many parameters/,
  ],
];

test.each(REFUSED)("%s is refused in AWS's form", async (_what, odd, status, code, text) => {
  const answer = await send(await serveRegion(), odd);
  const [, answeredCode, message] =
    /<Error>.*<Code>(.*?)<\/Code><Message>(.*?)<\/Message>/s.exec(answer.text) ?? [];
  expect(answeredCode).toBe(code);
  expect(message?.replaceAll('&apos;', "'")).toMatch(text);
  expect(answer.status).toBe(status);
});

test("NLB-OT-02 the Classic Load Balancer's API version is answered in its own form, and clearly", async () => {
  const answer = await send(await serveRegion(), {
    body: 'Action=CreateLoadBalancer&LoadBalancerName=a&Listeners.member.1.Protocol=UDP&Version=2012-06-01',
  });
  expect(answer.status).toBe(400);
  expect(answer.text).toContain(
    '<ErrorResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/"><Error><Type>Sender</Type><Code>InvalidAction</Code>' +
      '<Message>The Classic Load Balancer, API version 2012-06-01, is not emulated by nlb-harness: CreateLoadBalancer was not carried out. Use version 2015-12-01.</Message>',
  );
});

test.each([
  [
    'a GET with a query string',
    { method: 'GET', path: `/?${DESCRIBE}`, headers: { 'content-type': undefined } },
  ],
  ['a form without a content type', { headers: { 'content-type': undefined }, body: DESCRIBE }],
  [
    'a content type in capitals',
    { headers: { 'content-type': 'APPLICATION/X-WWW-FORM-URLENCODED' }, body: DESCRIBE },
  ],
  ['EC2 without a version', { service: 'ec2', body: 'Action=DescribeVpcs' }],
])('%s is a request like any other', async (_what, odd: OddRequest) => {
  const answer = await send(await serveRegion(), odd);
  expect(answer.text).toMatch(/<Describe(LoadBalancers|Vpcs)Response /);
  expect(answer.status).toBe(200);
});

test('HEAD is refused without a body, and the connection stays usable', async () => {
  const served = await serveRegion();
  expect(await send(served, { method: 'HEAD' })).toEqual({ status: 405, text: '' });
  expect((await send(served, { body: DESCRIBE })).status).toBe(200);
});
