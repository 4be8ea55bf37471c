/** Requests in JSON and CBOR that no SDK would make. */
import { cbor } from '@smithy/core/cbor';
import { expect, test } from 'vitest';
import { serveFlows } from './metrics-client.fixture.ts';

const TARGET = 'GraniteServiceVersion20100801';
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0';

interface OddRequest {
  readonly method?: string;
  readonly service?: string;
  readonly operation?: string;
  readonly prefix?: string;
  readonly body: string | Uint8Array;
}

async function sendJson({
  method = 'POST',
  service = 'monitoring',
  operation = 'ListMetrics',
  prefix = TARGET,
  body,
}: OddRequest) {
  const { endpoint } = await serveFlows([1]);
  const response = await fetch(endpoint, {
    method,
    headers: {
      authorization: AUTHORIZATION.replace('monitoring', service),
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `${prefix}.${operation}`,
    },
    body: body as never,
  });
  return {
    status: response.status,
    code: response.headers.get('x-amzn-query-error'),
    answer: (await response.json()) as object,
  };
}

test.each<[string, OddRequest, string]>([
  ['broken JSON', { body: '{"Namespace":' }, 'SerializationException;Sender'],
  ['broken UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]) }, 'SerializationException;Sender'],
  ['a list for a structure', { body: '[]' }, 'SerializationException;Sender'],
  ['a number for a text', { body: '{"Namespace":1}' }, 'SerializationException;Sender'],
  ['a text for a list', { body: '{"Dimensions":"x"}' }, 'SerializationException;Sender'],
  [
    'a text for an instant',
    { operation: 'GetMetricStatistics', body: '{"StartTime":"yesterday"}' },
    'SerializationException;Sender',
  ],
  ['very deep nesting', { body: '['.repeat(100_000) }, 'SerializationException;Sender'],
  ['missing members', { operation: 'GetMetricData', body: '{}' }, 'ValidationError;Sender'],
  ['PUT', { method: 'PUT', body: '{}' }, 'UnknownOperationException;Sender'],
  ['an unknown operation', { operation: 'Nonsense', body: '{}' }, 'UnknownOperationException;Sender'],
  ["another service's prefix", { prefix: 'Other', body: '{}' }, 'UnknownOperationException;Sender'],
  [
    'a service that speaks Query only',
    { service: 'elasticloadbalancing', operation: 'DescribeLoadBalancers', body: '{}' },
    'UnknownOperationException;Sender',
  ],
])('%s in JSON gets an AWS error in JSON', async (_what, request, code) => {
  const { status, answer, ...response } = await sendJson(request);
  expect(response.code).toBe(code);
  expect(status).toBe(400);
  expect(answer).toMatchObject({ __type: expect.any(String), message: expect.any(String) });
});

test('a body over 1 MiB in JSON gets its AWS error in JSON', async () => {
  expect(await sendJson({ body: ' '.repeat(1024 * 1024 + 1) })).toMatchObject({
    status: 413,
    answer: { __type: 'RequestEntityTooLarge' },
  });
});

test('what the schema does not know is ignored, also where it looks like a type or a prototype', async () => {
  const body = '{"__type":"x","__proto__":{"MetricName":"None"},"Unknown":[1],"Namespace":null}';
  expect(await sendJson({ body })).toMatchObject({
    status: 200,
    answer: { Metrics: [{ MetricName: 'NewFlowCount' }] },
  });
});

async function sendCbor(body: Uint8Array, operation = 'ListMetrics') {
  const { endpoint } = await serveFlows([1]);
  const response = await fetch(`${endpoint}/service/${TARGET}/operation/${operation}`, {
    method: 'POST',
    headers: {
      authorization: AUTHORIZATION,
      'content-type': 'application/cbor',
      'smithy-protocol': 'rpc-v2-cbor',
    },
    body: body as never,
  });
  expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
  return { status: response.status, answer: cbor.deserialize(new Uint8Array(await response.arrayBuffer())) };
}

test.each<[string, Uint8Array]>([
  ['a list longer than the body', new Uint8Array([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ['an unfinished map', new Uint8Array([0xa1, 0x69])],
  ['nothing', new Uint8Array()],
  ['a number', new Uint8Array([0x01])],
])('%s in CBOR gets an AWS error in CBOR', async (_what, body) => {
  expect(await sendCbor(body)).toMatchObject({
    status: 400,
    answer: { __type: 'SerializationException', message: expect.any(String) },
  });
});
