import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HarnessError } from '../errors.ts';
import { type Dispatcher, dispatch, PLAIN_DIALECT, type WireResponse } from './dispatch.ts';
import { protocolOf } from './wire/protocols.ts';

/** AWS's limit for a Query request is far below; a larger body is never a request. */
const MAX_BODY_BYTES = 1024 * 1024;

export interface GatewayOptions extends Dispatcher {
  /** Answers the harness's own questions, under a path that AWS does not use. */
  readonly inspect: Inspect;
  /** 0 takes a free port. */
  readonly port: number;
}

/**
 * The harness's own interface beside AWS's: `POST /_nlb-harness/<question>`, JSON in and out. Resolves to
 * undefined for a question that is not known; throws HarnessError for a bad one.
 */
export type Inspect = (question: string, body: unknown) => Promise<object | undefined>;

const INSPECTION_PATH = '/_nlb-harness/';

/** The AWS endpoint, listening on loopback only. */
export interface StartedGateway extends AsyncDisposable {
  /** `http://127.0.0.1:4566`, for AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the endpoint. Throws HARNESS_PORT_IN_USE or HARNESS_PORT_PRIVILEGED. */
export async function startGateway(options: GatewayOptions): Promise<StartedGateway> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  // A client that stalls in the middle of its request must not hold a connection for ever.
  server.requestTimeout = 30_000;
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return stopped;
  };
  return { endpoint: `http://127.0.0.1:${port}`, port, stop, [Symbol.asyncDispose]: stop };
}

async function answer(options: GatewayOptions, request: IncomingMessage, response: ServerResponse) {
  const requestId = randomUUID();
  const refuse = (status: number, code: string, message: string) =>
    reply(response, requestId, {
      status,
      ...protocolOf(request).encodeError(PLAIN_DIALECT, { code, message }, status, requestId),
    });
  // A web page that had its name rebound to 127.0.0.1 would send its own name here.
  if (!isLoopbackHost(request.headers.host)) {
    return refuse(
      403,
      'AccessDenied',
      `The Host header '${request.headers.host ?? ''}' does not name this machine.`,
    );
  }
  const body = await readBody(request);
  if (body === undefined) {
    response.shouldKeepAlive = false;
    return refuse(413, 'RequestEntityTooLarge', `The request is larger than ${MAX_BODY_BYTES} bytes.`);
  }
  if (request.url?.startsWith(INSPECTION_PATH)) {
    return inspect(options.inspect, request.url.slice(INSPECTION_PATH.length), body, response);
  }
  const [path = '', query = ''] = request.url?.split('?', 2) ?? [];
  const result = await dispatch(
    options,
    {
      method: request.method ?? '',
      path,
      query,
      headers: request.headers,
      contentType: request.headers['content-type'],
      authorization: request.headers.authorization,
      body,
    },
    requestId,
  );
  reply(response, requestId, result);
}

async function inspect(
  ask: Inspect,
  question: string,
  body: Uint8Array,
  response: ServerResponse,
): Promise<void> {
  const send = (status: number, value: object) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  try {
    const answer = await ask(question, parseQuestion(body));
    if (answer) send(200, answer);
    else send(404, { code: 'HARNESS_ARGUMENT_INVALID', message: `There is no question '${question}'` });
  } catch (error) {
    const code = error instanceof HarnessError ? error.code : 'HARNESS_ARGUMENT_INVALID';
    send(400, { code, message: (error as Error).message });
  }
}

/** None where there is no body. */
function parseQuestion(body: Uint8Array): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (cause) {
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      'The body of the question is not JSON',
      'Send an object of JSON, or nothing',
      { cause },
    );
  }
}

function reply(response: ServerResponse, requestId: string, { status, headers, body }: WireResponse): void {
  response.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(body),
    'x-amzn-requestid': requestId,
  });
  response.end(body);
}

/** The body, or undefined when it is too large; the rest is then left unread. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the request: the answer goes over the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `localhost`, names below it, LocalStack's well-known alias, and addresses of 127/8. */
function isLoopbackHost(header: string | undefined): boolean {
  const name = (header ?? '').replace(/:\d+$/, '').toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === 'localhost.localstack.cloud' ||
    name === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new HarnessError(
      'HARNESS_PORT_IN_USE',
      `The AWS endpoint cannot listen on 127.0.0.1:${port}, because another process does`,
      'Stop that process, or choose another port (--port 0 takes a free one)',
      { cause: error },
    );
  }
  if (error.code === 'EACCES') {
    return new HarnessError(
      'HARNESS_PORT_PRIVILEGED',
      `The AWS endpoint may not listen on port ${port}, which is reserved for privileged processes`,
      'Choose a port above 1023',
      { cause: error },
    );
  }
  return error;
}
