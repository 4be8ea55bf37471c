import type { HttpAnswer } from './upstream.ts';
import type { WireAnswer } from './wire/protocol.ts';

/** An answer that is made here, in the shape of those that come from another emulator. */
export function httpAnswer(status: number, { headers, body }: WireAnswer, requestId: string): HttpAnswer {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const all = { ...headers, 'content-length': String(bytes.length), 'x-amzn-requestid': requestId };
  return { status, rawHeaders: Object.entries(all).flat(), body: bytes };
}
