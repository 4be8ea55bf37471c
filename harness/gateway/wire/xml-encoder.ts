import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import type { AwsError } from '../../core/aws-error.ts';
import type { OperationSchema, ServiceModel, StructSchema } from './service-model.ts';

const STRING_SCHEMA = 0;

/** The answer to an operation that succeeded, as XML. */
export function encodeOutput(
  service: ServiceModel,
  operation: OperationSchema,
  output: object,
  requestId: string,
): string {
  const response = `${operation.name}Response`;
  if (service.protocol === 'ec2') {
    // EC2 puts the members straight into the response, and says `return` where there are none.
    const [names, schemas] = operation.output
      ? [operation.output[4], operation.output[5]]
      : [['return'], [STRING_SCHEMA]];
    const value = operation.output ? output : { return: 'true' };
    return write(service, struct(response, ['requestId', ...names], [STRING_SCHEMA, ...schemas]), {
      requestId,
      ...value,
    });
  }
  const result = `${operation.name}Result`;
  return write(
    service,
    struct(
      response,
      [result, 'ResponseMetadata'],
      [() => operation.output ?? struct(result, [], []), () => RESPONSE_METADATA],
    ),
    { [result]: output, ResponseMetadata: { RequestId: requestId } },
  );
}

/** An error as XML, in the service's dialect. */
export function encodeError(
  service: Pick<ServiceModel, 'protocol' | 'xmlNamespace'>,
  error: Pick<AwsError, 'code' | 'message'>,
  status: number,
  requestId: string,
): string {
  const body = { Code: error.code, Message: error.message };
  if (service.protocol === 'ec2') {
    return write(
      { ...service, xmlNamespace: undefined },
      struct('Response', ['Errors', 'RequestID'], [() => EC2_ERRORS, STRING_SCHEMA]),
      { Errors: { Error: body }, RequestID: requestId },
    );
  }
  return write(service, struct('ErrorResponse', ['Error', 'RequestId'], [() => QUERY_ERROR, STRING_SCHEMA]), {
    Error: { Type: status < 500 ? 'Sender' : 'Receiver', ...body },
    RequestId: requestId,
  });
}

const RESPONSE_METADATA = struct('ResponseMetadata', ['RequestId'], [STRING_SCHEMA]);
const QUERY_ERROR = struct(
  'Error',
  ['Type', 'Code', 'Message'],
  [STRING_SCHEMA, STRING_SCHEMA, STRING_SCHEMA],
);
const EC2_ERROR = struct('Error', ['Code', 'Message'], [STRING_SCHEMA, STRING_SCHEMA]);
const EC2_ERRORS = struct('Errors', ['Error'], [() => EC2_ERROR]);

function struct(
  name: string,
  memberNames: readonly string[],
  memberSchemas: readonly unknown[],
): StructSchema {
  return [3, 'nlb-harness', name, 0, memberNames, memberSchemas];
}

function write(service: { xmlNamespace: string | undefined }, schema: StructSchema, value: object): string {
  const serializer = new XmlShapeSerializer({
    xmlNamespace: service.xmlNamespace ?? '',
    serviceNamespace: 'nlb-harness',
    timestampFormat: { useTrait: true, default: 5 },
  } as never);
  serializer.write(schema as never, value);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${serializer.flush()}`;
}
