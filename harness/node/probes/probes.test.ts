import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { generate } from 'selfsigned';
import { expect, test } from 'vitest';
import { startInProcessNode } from '../in-process-node.fixture.ts';
import { NODE_ADDRESS, NodeBed, SETTINGS } from '../node-bed.fixture.ts';
import type { Probe } from '../protocol.ts';

const TARGET_ADDRESS = '127.211.1.1';

function probeTo(port: number, changes: Partial<Probe> = {}): Probe {
  return {
    protocol: 'TCP',
    fromAddress: NODE_ADDRESS,
    to: { address: '172.31.1.1', port },
    path: undefined,
    matcherHttpCode: undefined,
    host: undefined,
    ...changes,
  };
}

async function startBed(): Promise<NodeBed> {
  return new NodeBed(await startInProcessNode(SETTINGS));
}

async function listen(server: Server | ReturnType<typeof createTcpServer>) {
  server.listen(0, TARGET_ADDRESS);
  await once(server, 'listening');
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: close };
}

/** An HTTP target that answers with a status. */
function httpTarget(listener: RequestListener) {
  return listen(createHttpServer(listener));
}

test('a TCP probe connects from the node and closes without data', async () => {
  await using bed = await startBed();
  const seen = Promise.withResolvers<{ from: string | undefined; bytes: number }>();
  const server = createTcpServer((socket) => {
    const from = socket.remoteAddress;
    socket.resume().on('close', () => seen.resolve({ from, bytes: socket.bytesRead }));
  });
  await using target = await listen(server);
  expect(await bed.node.probe(probeTo(target.port)).result).toEqual({ passed: true, detail: 'connected' });
  expect(await seen.promise).toEqual({ from: '127.211.0.10', bytes: 0 });
});

test('a TCP probe to a closed port fails at once', async () => {
  await using bed = await startBed();
  const { port, ...server } = await listen(createTcpServer());
  await server[Symbol.asyncDispose]();
  expect(await bed.node.probe(probeTo(port)).result).toEqual({ passed: false, detail: 'connection refused' });
});

test('an HTTP probe gets the path with the header that it was given and keeps no connection', async () => {
  await using bed = await startBed();
  const requests: IncomingMessage[] = [];
  await using target = await httpTarget((request, response) => {
    requests.push(request);
    response.end();
  });
  const probe = probeTo(target.port, { protocol: 'HTTP', path: '/ready?deep=1', host: '172.31.0.10:8080' });
  expect(await bed.node.probe(probe).result).toEqual({ passed: true, detail: 'status 200' });
  const [request] = requests;
  expect([request?.method, request?.url, request?.headers]).toEqual([
    'GET',
    '/ready?deep=1',
    { host: '172.31.0.10:8080', 'user-agent': 'ELB-HealthChecker/2.0', connection: 'close' },
  ]);
});

test.each([
  [200, undefined, true],
  [201, undefined, false],
  [301, '200,301', true],
  [302, '200,301', false],
  [399, '200-399', true],
  [400, '200-399', false],
  [204, '200,202-204', true],
])('status %i with matcher %s gives %s', async (status, matcherHttpCode, passed) => {
  await using bed = await startBed();
  await using target = await httpTarget((_, response) => response.writeHead(status).end());
  const probe = probeTo(target.port, { protocol: 'HTTP', matcherHttpCode });
  expect(await bed.node.probe(probe).result).toEqual({ passed, detail: `status ${status}` });
});

test('an HTTP probe does not follow a redirect', async () => {
  await using bed = await startBed();
  const paths: (string | undefined)[] = [];
  await using target = await httpTarget((request, response) => {
    paths.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  const probe = probeTo(target.port, { protocol: 'HTTP', path: '/' });
  expect(await bed.node.probe(probe).result).toEqual({ passed: false, detail: 'status 302' });
  expect(paths).toEqual(['/']);
});

test('an HTTP probe passes on the status alone, without waiting for the body', async () => {
  await using bed = await startBed();
  await using target = await httpTarget(
    (_, response) => void response.write('the beginning of an endless body'),
  );
  const probe = probeTo(target.port, { protocol: 'HTTP' });
  expect(await bed.node.probe(probe).result).toEqual({ passed: true, detail: 'status 200' });
});

test('an HTTP probe to something that does not speak HTTP fails and says so', async () => {
  await using bed = await startBed();
  await using target = await listen(createTcpServer((socket) => socket.resume().end('220 ready\r\n')));
  const { passed, detail } = await bed.node.probe(probeTo(target.port, { protocol: 'HTTP' })).result;
  expect([passed, detail]).toEqual([false, expect.stringContaining('Parse Error')]);
});

test('an HTTPS probe takes any certificate but speaks no TLS 1.3', async () => {
  await using bed = await startBed();
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'nobody.example' }]);
  const answer: RequestListener = (_, response) => void response.end();
  await using usual = await listen(createHttpsServer({ key, cert }, answer));
  await using modern = await listen(createHttpsServer({ key, cert, minVersion: 'TLSv1.3' }, answer));
  expect(await bed.node.probe(probeTo(usual.port, { protocol: 'HTTPS' })).result).toEqual({
    passed: true,
    detail: 'status 200',
  });
  expect((await bed.node.probe(probeTo(modern.port, { protocol: 'HTTPS' })).result).passed).toBe(false);
});

test('a cancelled probe ends as cancelled and closes its connection', async () => {
  await using bed = await startBed();
  const asked = Promise.withResolvers<IncomingMessage>();
  await using target = await httpTarget((request) => asked.resolve(request));
  const probe = bed.node.probe(probeTo(target.port, { protocol: 'HTTP' }));
  const { socket } = await asked.promise;
  const closed = once(socket, 'close');
  probe.cancel();
  expect(await probe.result).toEqual({ passed: false, detail: 'cancelled' });
  await closed;
  probe.cancel();
});

test('a TCP probe can be cancelled before it connects', async () => {
  await using bed = await startBed();
  await using target = await listen(createTcpServer());
  const probe = bed.node.probe(probeTo(target.port));
  probe.cancel();
  expect(await probe.result).toEqual({ passed: false, detail: 'cancelled' });
});

test('the stop of the node cancels the probes that are under way', async () => {
  await using bed = await startBed();
  const asked = Promise.withResolvers<void>();
  await using target = await httpTarget(() => asked.resolve());
  const probe = bed.node.probe(probeTo(target.port, { protocol: 'HTTP' }));
  await asked.promise;
  const [result] = await Promise.all([probe.result, bed.stop()]);
  expect(result).toEqual({ passed: false, detail: 'cancelled' });
});

test('a probe that this machine cannot send says nothing of the target', async () => {
  const addressMap = { networks: [], endpoints: [] };
  await using bed = new NodeBed(await startInProcessNode({ ...SETTINGS, addressMap, bindAnyPort: false }));
  await expect(bed.node.probe(probeTo(9)).result).rejects.toMatchObject({
    code: 'HARNESS_ADDRESS_UNAVAILABLE',
    fault: 'environment',
  });
});
