import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { HttpAnswer, HttpRequest } from '../gateway/upstream.ts';

/** What each connection has of its own (RFC 9110, 7.6.1), and what follows from the body here. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** A connection for each request: one that is kept may be closed by its server just when it is used again. */
const agent = new Agent({ keepAlive: false });

/**
 * Sends a request and reads the whole answer. Rejects with the error of the connection, or after `timeoutMs` without a
 * sign of life.
 */
export function exchange(server: URL, request: HttpRequest, timeoutMs: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        agent,
        hostname: server.hostname.replace(/^\[|\]$/g, ''),
        port: server.port || 80,
        method: request.method,
        path: request.target,
        headers: [...endToEnd(request.rawHeaders), ...lengthOf(request)],
        timeout: timeoutMs,
      },
      (incoming) => readAnswer(incoming, request.method).then(resolve, reject),
    );
    outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });
}

async function readAnswer(incoming: IncomingMessage, method: string): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  // Of a body that is only described the description counts.
  const described = method === 'HEAD' ? incoming.headers['content-length'] : String(body.length);
  const { statusCode: status = 502 } = incoming;
  const hasBody = status !== 204 && status !== 304;
  return {
    status,
    rawHeaders: [
      ...endToEnd(incoming.rawHeaders),
      ...(hasBody && described !== undefined ? ['content-length', described] : []),
    ],
    body,
  };
}

function endToEnd(rawHeaders: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name = '', value = ''] = rawHeaders.slice(index, index + 2);
    if (!OF_THE_CONNECTION.has(name.toLowerCase())) kept.push(name, value);
  }
  return kept;
}

function lengthOf({ method, body }: HttpRequest): string[] {
  const hasNone = body.length === 0 && (method === 'GET' || method === 'HEAD' || method === 'DELETE');
  return hasNone ? [] : ['content-length', String(body.length)];
}
