import { httpAnswer } from '../http-answer.ts';
import type { OperationContext } from '../operation.ts';
import type { HttpAnswer } from '../upstream.ts';
import type { FormNode } from '../wire/form.ts';
import { decodeInput } from '../wire/query-decoder.ts';
import { queryProtocol } from '../wire/query-protocol.ts';
import type { OperationSchema } from '../wire/service-model.ts';
import type { Ec2OperationName } from './index.ts';
import { EC2_SERVICE } from './service.ts';

/** The input that a request has, in the SDK's shape. Throws AwsError for what the shape does not allow. */
export function ec2Input(name: Ec2OperationName, parameters: FormNode): object {
  return decodeInput(schemaOf(name), parameters, EC2_SERVICE.model.protocol);
}

/**
 * Has the harness's own EC2 carry an operation out, on whatever state it is given. Throws AwsError where that EC2
 * refuses.
 */
export function runEc2Operation(context: OperationContext, name: Ec2OperationName, input: object): object {
  return EC2_SERVICE.operations[name]!(context, input);
}

/** The answer with this output, in the SDK's shape. */
export function ec2Answer(name: Ec2OperationName, output: object, requestId: string): HttpAnswer {
  const answer = queryProtocol.encodeOutput(EC2_SERVICE.model, schemaOf(name), output, requestId);
  return httpAnswer(200, answer, requestId);
}

function schemaOf(name: Ec2OperationName): OperationSchema {
  return EC2_SERVICE.model.operations.get(name)!;
}
