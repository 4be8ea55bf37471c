import { AwsError } from '../../core/aws-error.ts';
import { formValue } from './form.ts';
import type { Protocol, WireAnswer } from './protocol.ts';
import { decodeInput } from './query-decoder.ts';
import { readRequestForm } from './request-form.ts';
import type { OperationSchema, ServiceModel } from './service-model.ts';
import { encodeError, encodeOutput } from './xml-encoder.ts';

/** AWS Query and EC2 Query: a form in, XML out. */
export const queryProtocol: Protocol = {
  recognises: () => true,
  open(model, request) {
    const form = readRequestForm(request);
    const version = formValue(form, 'Version');
    return {
      dialect: { ...model, ...formerApi(model, version) },
      operation: () => findOperation(model, formValue(form, 'Action'), version),
      input: (operation) => decodeInput(operation, form, model.protocol),
    };
  },
  encodeOutput: (model, operation, output, requestId) =>
    xml(encodeOutput(model, operation, output, requestId)),
  encodeError: (dialect, error, status, requestId) => xml(encodeError(dialect, error, status, requestId)),
};

function formerApi(model: ServiceModel, version: string | undefined) {
  return model.formerApis?.find(({ apiVersion }) => apiVersion === version);
}

function findOperation(
  model: ServiceModel,
  action: string | undefined,
  version: string | undefined,
): OperationSchema {
  if (!action) throw new AwsError('MissingAction', 'The request must contain the parameter Action');
  const former = formerApi(model, version);
  if (former)
    throw new AwsError(
      'InvalidAction',
      `${former.name}, API version ${version}, is not emulated by nlb-harness: ${action} was not carried out. Use version ${model.apiVersion}.`,
    );
  const operation = model.operations.get(action);
  // EC2 takes the newest version for a missing one; the others know no operation without a version.
  const isVersion = version === model.apiVersion || (version === undefined && model.protocol === 'ec2');
  if (operation && isVersion) return operation;
  throw new AwsError(
    'InvalidAction',
    model.protocol === 'ec2'
      ? `The action ${action} is not valid for this web service.`
      : `Could not find operation ${action} for version ${version ?? 'NO_VERSION_SPECIFIED'}`,
  );
}

function xml(body: string): WireAnswer {
  return { headers: { 'content-type': 'text/xml;charset=UTF-8' }, body };
}
