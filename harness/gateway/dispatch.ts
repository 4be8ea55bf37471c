import { AwsError } from '../core/aws-error.ts';
import { readCredentialScope } from './credential-scope.ts';
import type { OperationContext } from './operation.ts';
import type { Service } from './service.ts';
import type { Throttle } from './throttling.ts';
import type { ErrorDialect, WireAnswer, WireRequest } from './wire/protocol.ts';
import { protocolOf } from './wire/protocols.ts';
import type { ServiceModel } from './wire/service-model.ts';

/** What runs operations: gives them their Region and time, and lets the data plane follow what they changed. */
export interface Backend {
  /**
   * Runs one operation. Resolves after everything that follows from it has taken effect, so that the next
   * datagram already meets the new state.
   */
  execute(call: ApiCall, run: (context: OperationContext) => object): Promise<object>;
}

export interface ApiCall {
  readonly service: string;
  readonly region: string;
  readonly operation: string;
}

/** Something that went wrong in the harness itself while it answered a request. */
export interface Defect {
  /** What was asked, as far as the request had been understood. */
  readonly call: Partial<ApiCall>;
  readonly error: unknown;
}

/** A request with who signed it. */
export interface SignedRequest extends WireRequest {
  readonly authorization: string | undefined;
}

export interface WireResponse extends WireAnswer {
  readonly status: number;
}

/** What requests are dispatched to. */
export interface Dispatcher {
  readonly services: readonly Service[];
  readonly backend: Backend;
  /** Without one nobody is throttled. */
  readonly throttle?: Throttle | undefined;
  /** Is told of each defect, of which the caller learns no more than that there is one. */
  readonly onDefect?: ((defect: Defect) => void) | undefined;
}

/** The dialect to complain in until the service's own is known. */
export const PLAIN_DIALECT: ErrorDialect = {
  protocol: 'query',
  xmlNamespace: 'http://nlb-harness.invalid/',
  errorShapes: new Map(),
};

/** One request in stages: scope, action, input, operation, output. Always resolves to a well-formed answer. */
export async function dispatch(
  { services, backend, throttle, onDefect }: Dispatcher,
  request: SignedRequest,
  requestId: string,
): Promise<WireResponse> {
  const protocol = protocolOf(request);
  let dialect = PLAIN_DIALECT;
  let statuses: ReadonlyMap<string, number> = new Map();
  let understood: Partial<ApiCall> = {};
  try {
    const scope = readCredentialScope(request.authorization);
    understood = { service: scope.service, region: scope.region };
    const service = findService(services, scope.service);
    dialect = service.model;
    statuses = service.model.errorStatuses;
    const wire = protocol.open(service.model, request);
    dialect = wire.dialect;
    const operation = wire.operation();
    const call = { service: scope.service, region: scope.region, operation: operation.name };
    understood = call;
    throttle?.(call);
    const run = service.operations[operation.name];
    if (!run) throw notEmulated(service.model, operation.name);
    const input = await wire.input(operation);
    const output = await backend.execute(call, (context) => run(context, input));
    return { status: 200, ...protocol.encodeOutput(service.model, operation, output ?? {}, requestId) };
  } catch (error) {
    if (!(error instanceof AwsError)) onDefect?.({ call: understood, error });
    const awsError = error instanceof AwsError ? error : internalFailure(error);
    const status = statuses.get(awsError.code) ?? statusOf(awsError.code);
    return { status, ...protocol.encodeError(dialect, awsError, status, requestId) };
  }
}

/** Codes that AWS answers for any service, where the status is not 400. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  DryRunOperation: 412,
  InternalFailure: 500,
  InternalError: 500,
  InvalidHttpRequest: 405,
  MalformedQueryString: 404,
  MissingAuthenticationToken: 403,
  RequestEntityTooLarge: 413,
  SignatureDoesNotMatch: 403,
};

/** The HTTP status of an error that belongs to no service in particular. */
export function statusOf(code: string): number {
  return STATUS_BY_CODE[code] ?? 400;
}

function findService(services: readonly Service[], signingName: string): Service {
  const service = services.find(({ model }) => model.signingName === signingName);
  if (service) return service;
  const served = services.map(({ model }) => model.signingName).join(', ');
  throw new AwsError(
    'UnknownOperationException',
    `The service '${signingName}' is not emulated by nlb-harness, which serves ${served}.`,
  );
}

function notEmulated(model: ServiceModel, operation: string): AwsError {
  const code = model.protocol === 'ec2' ? 'UnsupportedOperation' : 'OperationNotPermitted';
  return new AwsError(code, `The operation ${operation} is not emulated by nlb-harness.`);
}

/** What the caller learns of a defect. */
export function internalFailure(error: unknown): AwsError {
  const cause = error instanceof Error ? error.message : String(error);
  return new AwsError('InternalFailure', `nlb-harness failed to process the request: ${cause}`);
}
