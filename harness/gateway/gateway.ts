import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HarnessError } from '../errors.ts';
import { type Dispatcher, dispatch, PLAIN_DIALECT, type WireResponse } from './dispatch.ts';
import { relay } from './relay.ts';
import { relayedScope } from './relayed-call.ts';
import type { HttpAnswer, Upstream } from './upstream.ts';
import { protocolOf } from './wire/protocols.ts';

/** AWS's limit for a Query request is far below; a larger body is never a request. */
const MAX_BODY_BYTES = 1024 * 1024;
/** Objects of other services are larger; they are held in memory on their way. */
const MAX_RELAYED_BODY_BYTES = 256 * 1024 * 1024;

export interface GatewayOptions extends Dispatcher {
  /** Answers the harness's own questions, under a path that AWS does not use. */
  readonly inspect: Inspect;
  /** Gets the requests for services that are not served here; without one they are refused. */
  readonly upstream?: Upstream | undefined;
  /** 0 takes a free port. */
  readonly port: number;
  /**
   * The address of this machine to listen at: 127.0.0.1 by default, so that nobody outside gets there. Nothing asks
   * who calls.
   */
  readonly address?: string | undefined;
  /** Names by which clients may call this machine, beside those that mean whichever machine one is on. */
  readonly names?: readonly string[] | undefined;
}

/**
 * The harness's own interface beside AWS's: `POST /_nlb-harness/<question>`, JSON in and out. Resolves to
 * undefined for a question that is not known; throws HarnessError for a bad one.
 */
export type Inspect = (question: string, body: unknown) => Promise<object | undefined>;

const LOOPBACK_ADDRESS = '127.0.0.1';
const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
const INSPECTION_PATH = '/_nlb-harness/';

/** The AWS endpoint. */
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
  // One that is idle may: it would be closed just as a client, kept from its turn, uses it again.
  server.keepAliveTimeout = 0;
  const { address = LOOPBACK_ADDRESS } = options;
  await listen(server, address, options.port);
  const { port } = server.address() as AddressInfo;
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
    return stopped;
  };
  const here = EVERY_ADDRESS.has(address)
    ? LOOPBACK_ADDRESS
    : address.includes(':')
      ? `[${address}]`
      : address;
  return { endpoint: `http://${here}:${port}`, port, stop, [Symbol.asyncDispose]: stop };
}

async function answer(options: GatewayOptions, request: IncomingMessage, response: ServerResponse) {
  const requestId = randomUUID();
  const refuse = (status: number, code: string, message: string) =>
    reply(response, requestId, {
      status,
      ...protocolOf(request).encodeError(PLAIN_DIALECT, { code, message }, status, requestId),
    });
  // A web page that had its name rebound to 127.0.0.1 would send its own name here.
  if (!namesThisMachine(request.headers.host, options)) {
    return refuse(
      403,
      'AccessDenied',
      `The Host header '${request.headers.host ?? ''}' does not name this machine.`,
    );
  }
  // A page of elsewhere may post here without asking; browsers say where it is from.
  if (!isOfThisMachine(request.headers.origin, options)) {
    return refuse(403, 'AccessDenied', `A page of ${request.headers.origin} may not call this machine.`);
  }
  const { method = '', url: target = '/', headers, rawHeaders } = request;
  const question = target.startsWith(INSPECTION_PATH) ? target.slice(INSPECTION_PATH.length) : undefined;
  const { upstream } = options;
  const scope =
    upstream && question === undefined
      ? relayedScope(options.services, { method, target, headers })
      : undefined;
  const maxBytes = scope ? MAX_RELAYED_BODY_BYTES : MAX_BODY_BYTES;
  const body = await readBody(request, maxBytes);
  if (body === undefined) {
    response.shouldKeepAlive = false;
    return refuse(413, 'RequestEntityTooLarge', `The request is larger than ${maxBytes} bytes.`);
  }
  if (question !== undefined) return inspect(options.inspect, question, body, response);
  if (upstream && scope) {
    const relayed = { method, target, headers, rawHeaders, body };
    return replyWith(response, await relay(upstream, scope, relayed, requestId, options.onDefect));
  }
  const [path = '', query = ''] = target.split('?', 2);
  const result = await dispatch(
    options,
    {
      method,
      path,
      query,
      headers,
      contentType: headers['content-type'],
      authorization: headers.authorization,
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
    send(400, { code, message: (error as Error).message, remedy: Object(error).remedy });
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

function replyWith(response: ServerResponse, { status, rawHeaders, body }: HttpAnswer): void {
  response.writeHead(status, [...rawHeaders]);
  response.end(body);
}

/** The body, or undefined when it is too large; the rest is then left unread. */
async function readBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not destroy the request: the answer goes over the same connection.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `localhost`, LocalStack's well-known alias, names below them, addresses of 127/8, and what it was told to be. */
function namesThisMachine(header: string | undefined, { address, names = [] }: GatewayOptions): boolean {
  const name = (header ?? '').replace(/:\d+$/, '').toLowerCase();
  return (
    name === address ||
    names.some((one) => one.toLowerCase() === name) ||
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === 'localhost.localstack.cloud' ||
    name.endsWith('.localhost.localstack.cloud') ||
    name === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(name)
  );
}

/** Programs say nothing of where they are from; a page says `null` where it wants to hide it. */
function isOfThisMachine(origin: string | undefined, options: GatewayOptions): boolean {
  return origin === undefined || namesThisMachine(/^https?:\/\/([^/]+)$/.exec(origin)?.[1], options);
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, address, port)));
    server.listen({ port, host: address, exclusive: true }, resolve);
  });
}

function listenError(error: NodeJS.ErrnoException, address: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new HarnessError(
      'HARNESS_PORT_IN_USE',
      `The AWS endpoint cannot listen on ${address}:${port}, because another process does`,
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
  if (error.code === 'EADDRNOTAVAIL') {
    return new HarnessError(
      'HARNESS_ADDRESS_UNAVAILABLE',
      `The AWS endpoint cannot listen on ${address}, because this machine does not have that address`,
      'Choose one that it has, or leave it at 127.0.0.1',
      { cause: error },
    );
  }
  return error;
}
