import type { IncomingHttpHeaders } from 'node:http';
import { AwsError } from '../core/aws-error.ts';
import { type ApiCall, type Dispatcher, internalFailure, PLAIN_DIALECT, statusOf } from './dispatch.ts';
import { httpAnswer } from './http-answer.ts';
import { NO_PARAMETERS, type RelayedScope, relayedCall } from './relayed-call.ts';
import type { HttpAnswer, HttpRequest, Upstream, UpstreamCall } from './upstream.ts';
import type { ErrorDialect } from './wire/protocol.ts';
import { protocolOf } from './wire/protocols.ts';

/** A request as it came, with its headers also by name. */
export interface RelayedRequest extends HttpRequest {
  readonly headers: IncomingHttpHeaders;
}

/** Passes one request on. Always resolves to an answer: the other emulator's, or an error in the caller's protocol. */
export async function relay(
  upstream: Upstream,
  scope: RelayedScope,
  request: RelayedRequest,
  requestId: string,
  onDefect: Dispatcher['onDefect'],
): Promise<HttpAnswer> {
  let call: UpstreamCall = { ...scope, operation: undefined, parameters: NO_PARAMETERS };
  try {
    call = relayedCall(scope, request, request.body);
    return await upstream.forward(call, request);
  } catch (error) {
    if (!(error instanceof AwsError)) onDefect?.({ call: known(call), error });
    return errorAnswer(request, call, error instanceof AwsError ? error : internalFailure(error), requestId);
  }
}

function errorAnswer(
  request: RelayedRequest,
  { service }: UpstreamCall,
  error: AwsError,
  requestId: string,
): HttpAnswer {
  const status = statusOf(error.code);
  const dialect: ErrorDialect = service === 'ec2' ? { ...PLAIN_DIALECT, protocol: 'ec2' } : PLAIN_DIALECT;
  return httpAnswer(status, protocolOf(request).encodeError(dialect, error, status, requestId), requestId);
}

function known({ service, region, operation }: UpstreamCall): Partial<ApiCall> {
  return {
    ...(service !== undefined && { service }),
    ...(region !== undefined && { region }),
    ...(operation !== undefined && { operation }),
  };
}
