import { AwsError } from '../core/aws-error.ts';
import { readCredentialScope } from './credential-scope.ts';
import type { OperationContext } from './operation.ts';
import type { Service } from './service.ts';
import { type FormNode, formValue, parseForm } from './wire/form.ts';
import { decodeInput } from './wire/query-decoder.ts';
import type { OperationSchema, ServiceModel } from './wire/service-model.ts';
import { encodeError, encodeOutput } from './wire/xml-encoder.ts';

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

export interface WireRequest {
  readonly authorization: string | undefined;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly body: string;
}

/** The dialect to complain in before the service is known. */
const UNKNOWN_SERVICE = { protocol: 'query', xmlNamespace: 'http://nlb-harness.invalid/' } as const;

/** One request in stages: scope, action, input, operation, output. Always resolves to a well-formed answer. */
export async function dispatch(
  services: readonly Service[],
  backend: Backend,
  request: WireRequest,
  requestId: string,
): Promise<WireResponse> {
  let model: Pick<ServiceModel, 'protocol' | 'xmlNamespace'> = UNKNOWN_SERVICE;
  let statuses: ReadonlyMap<string, number> = new Map();
  try {
    const scope = readCredentialScope(request.authorization);
    if (!scope) throw missingScope();
    const service = findService(services, scope.service);
    model = service.model;
    statuses = service.model.errorStatuses;
    const form = parseForm(request.body);
    const operation = findOperation(service.model, form);
    const run = service.operations[operation.name];
    if (!run) throw notEmulated(service.model, operation.name);
    const input = decodeInput(operation, form, service.model.protocol);
    const call = { service: scope.service, region: checkRegion(scope.region), operation: operation.name };
    const output = await backend.execute(call, (context) => run(context, input));
    return { status: 200, body: encodeOutput(service.model, operation, output ?? {}, requestId) };
  } catch (error) {
    const awsError = error instanceof AwsError ? error : internalFailure(error);
    const status = statuses.get(awsError.code) ?? STATUS_BY_CODE[awsError.code] ?? 400;
    return { status, body: encodeError(model, awsError, status, requestId) };
  }
}

/** Codes that AWS answers for any service, where the status is not 400. */
const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  DryRunOperation: 412,
  InternalFailure: 500,
  InternalError: 500,
  MissingAuthenticationToken: 403,
  RequestEntityTooLarge: 413,
};

function findService(services: readonly Service[], signingName: string): Service {
  const service = services.find(({ model }) => model.signingName === signingName);
  if (service) return service;
  const served = services.map(({ model }) => model.signingName).join(', ');
  throw new AwsError(
    'UnknownOperationException',
    `The service '${signingName}' is not emulated by nlb-harness, which serves ${served}.`,
  );
}

function findOperation(model: ServiceModel, form: FormNode): OperationSchema {
  const action = formValue(form, 'Action');
  if (!action) throw new AwsError('MissingAction', 'The request must contain the parameter Action');
  const version = formValue(form, 'Version');
  const operation = model.operations.get(action);
  if (operation && (version === undefined || version === model.apiVersion)) return operation;
  throw new AwsError(
    'InvalidAction',
    model.protocol === 'ec2'
      ? `The action ${action} is not valid for this web service.`
      : `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
  );
}

/** Any Region may be named, so long as it is a name: it becomes part of ARNs and host names. */
function checkRegion(region: string): string {
  if (/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(region)) return region;
  throw new AwsError(
    'SignatureDoesNotMatch',
    `Credential should be scoped to a valid region. '${region}' is none.`,
  );
}

function notEmulated(model: ServiceModel, operation: string): AwsError {
  const code = model.protocol === 'ec2' ? 'UnsupportedOperation' : 'OperationNotPermitted';
  return new AwsError(code, `The operation ${operation} is not emulated by nlb-harness.`);
}

function missingScope(): AwsError {
  return new AwsError('MissingAuthenticationToken', 'Missing Authentication Token');
}

function internalFailure(error: unknown): AwsError {
  const cause = error instanceof Error ? error.message : String(error);
  return new AwsError('InternalFailure', `nlb-harness failed to process the request: ${cause}`);
}
