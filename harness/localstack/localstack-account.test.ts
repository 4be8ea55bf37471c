import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HttpRequest } from '../gateway/upstream.ts';
import { LocalStackAccount } from './localstack-account.ts';

const ACCOUNT = '123456789012';

test('a request arrives as it is, but for the access key id and what belongs to the connection', async () => {
  const arrived: object[] = [];
  const account = await accountAt(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, url, rawHeaders } = request;
    arrived.push({ method, url, rawHeaders, body: [...Buffer.concat(chunks)] });
    response.writeHead(201, ['X-Case', 'Kept', 'x-twice', '1', 'x-twice', '2']);
    response.write('in two ');
    response.end('pieces');
  });
  const answer = await account.forward(
    httpRequest({
      method: 'PUT',
      target: '/a%20b/c?d=e?f',
      rawHeaders: [
        ...['Host', 'bucket.localhost:4566', 'Connection', 'keep-alive', 'Transfer-Encoding', 'chunked'],
        ...[
          'Authorization',
          `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/s3/aws4_request, Signature=0`,
        ],
        ...['X-Amz-Meta-A', 'one', 'X-Amz-Meta-A', 'two'],
      ],
      body: Uint8Array.of(0, 255),
    }),
  );
  expect(arrived).toEqual([
    {
      method: 'PUT',
      url: '/a%20b/c?d=e?f',
      rawHeaders: [
        ...['Host', 'bucket.localhost:4566'],
        ...[
          'Authorization',
          `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/us-east-1/s3/aws4_request, Signature=0`,
        ],
        ...['X-Amz-Meta-A', 'one', 'X-Amz-Meta-A', 'two'],
        ...['content-length', '2', 'Connection', 'close'],
      ],
      body: [0, 255],
    },
  ]);
  expect(answer.status).toBe(201);
  expect(new TextDecoder().decode(answer.body)).toBe('in two pieces');
  expect(answer.rawHeaders.slice(0, 6)).toEqual(['X-Case', 'Kept', 'x-twice', '1', 'x-twice', '2']);
  expect(answer.rawHeaders.slice(-2)).toEqual(['content-length', '13']);
  expect(answer.rawHeaders).not.toContain('Transfer-Encoding');
});

test('the access key id of a presigned URL is replaced too', async () => {
  const account = await accountAt((request, response) => response.end(request.url));
  const target =
    '/bucket/key?X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=1';
  const { body } = await account.forward(httpRequest({ method: 'GET', target }));
  expect(new TextDecoder().decode(body)).toBe(target.replace('AKIDEXAMPLE', ACCOUNT));
});

test('the length that a HEAD request asks for is kept', async () => {
  const account = await accountAt((_request, response) =>
    response.writeHead(200, { 'content-length': 777 }).end(),
  );
  const { rawHeaders, body } = await account.forward(httpRequest({ method: 'HEAD', target: '/b/k' }));
  expect([rawHeaders.slice(-2), body.length]).toEqual([['content-length', '777'], 0]);
});

describe('a LocalStack is lost', () => {
  test('that refuses connections, and is told of once', async () => {
    const account = new LocalStackAccount({ endpoint: await freeEndpoint(), accountId: ACCOUNT });
    const first = await account.forward(httpRequest({})).catch((error: unknown) => error);
    expect(first).toMatchObject({
      code: 'HARNESS_LOCALSTACK_LOST',
      message: expect.stringMatching(
        /^LocalStack at http:\/\/127\.0\.0\.1:\d+ does not answer: connect ECONNREFUSED/,
      ),
    });
    expect(await account.forward(httpRequest({})).catch((error: unknown) => error)).toBe(first);
  });

  test('that takes a request and hangs', async () => {
    const account = await accountAt(() => undefined, { answerTimeoutMs: 50 });
    await expect(account.forward(httpRequest({}))).rejects.toMatchObject({
      code: 'HARNESS_LOCALSTACK_LOST',
      message: expect.stringContaining('no answer within 0.05 s'),
    });
  });

  test('that breaks off in the middle of its answer', async () => {
    const account = await accountAt((_request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    await expect(account.forward(httpRequest({}))).rejects.toMatchObject({ code: 'HARNESS_LOCALSTACK_LOST' });
  });
});

test('a LocalStack that answers again is no longer lost', async () => {
  let broken = true;
  const account = await accountAt((_request, response) =>
    broken ? response.destroy() : response.end('back'),
  );
  await expect(account.forward(httpRequest({}))).rejects.toMatchObject({ code: 'HARNESS_LOCALSTACK_LOST' });
  broken = false;
  expect((await account.forward(httpRequest({}))).status).toBe(200);
});

describe('an endpoint is refused', () => {
  test.each([
    ['that is AWS', 'http://ec2.us-east-1.amazonaws.com'],
    ['that is AWS in China', 'http://ec2.cn-north-1.amazonaws.com.cn'],
    ['that is AWS, with a dot at its end', 'http://EC2.us-east-1.AmazonAWS.com.:80/'],
    ['that is AWS by its newer names', 'http://ec2.us-east-1.api.aws'],
    ['that is no address', '127.0.0.1:4566'],
    ['of another protocol', 'ftp://127.0.0.1'],
  ])('%s', (_which, endpoint) => {
    expect(() => new LocalStackAccount({ endpoint })).toThrow(
      expect.objectContaining({
        code: 'HARNESS_ARGUMENT_INVALID',
        message: expect.stringContaining(`'${endpoint}'`),
      }),
    );
  });
});

test('each account has a number of its own, unless it is given one', () => {
  const endpoint = 'http://127.0.0.1:4566';
  const numbers = Array.from({ length: 100 }, () => new LocalStackAccount({ endpoint }).accountId);
  expect(new Set(numbers).size).toBe(100);
  expect(numbers.every((number) => /^\d{12}$/.test(number))).toBe(true);
  expect(new LocalStackAccount({ endpoint, accountId: ACCOUNT }).accountId).toBe(ACCOUNT);
  expect(() => new LocalStackAccount({ endpoint, accountId: '42' })).toThrow('Give twelve digits');
});

function httpRequest(request: Partial<HttpRequest>): HttpRequest {
  return {
    method: 'POST',
    target: '/',
    rawHeaders: ['host', 'localhost'],
    body: new Uint8Array(),
    ...request,
  };
}

/** An account at a server that ends with the test. */
async function accountAt(
  listener: RequestListener,
  options: { readonly answerTimeoutMs?: number } = {},
): Promise<LocalStackAccount> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return new LocalStackAccount({ endpoint, accountId: ACCOUNT, ...options });
}

/** Where nobody listens any more. */
async function freeEndpoint(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
