/**
 * An AWS service as the SDK's own package describes it: operations with their shapes, and errors.
 *
 * The SDK exports its Smithy schemas as values whose names end in `$`. They are the wire form: nothing about it
 * is written by hand here.
 */
export interface ServiceModel {
  /** Name in SigV4's credential scope. */
  readonly signingName: string;
  /** Its dialect of Query. */
  readonly protocol: 'query' | 'ec2';
  /** What stands before an operation's name in JSON and CBOR; left out where Query is all that it speaks. */
  readonly rpcPrefix?: string;
  readonly apiVersion: string;
  readonly xmlNamespace: string;
  /** Other APIs under the same name, which are answered in their own form and not emulated. */
  readonly formerApis?: readonly FormerApi[];
  readonly operations: ReadonlyMap<string, OperationSchema>;
  /** HTTP status by wire code, for the errors that the model knows. */
  readonly errorStatuses: ReadonlyMap<string, number>;
  /** The error's shape by Query's code: how JSON and CBOR name it. */
  readonly errorShapes: ReadonlyMap<string, string>;
}

/** An API that shares a service's name and is told apart by its version. */
export interface FormerApi {
  readonly name: string;
  readonly apiVersion: string;
  readonly xmlNamespace: string;
}

export interface OperationSchema {
  readonly name: string;
  readonly input: StructSchema | undefined;
  readonly output: StructSchema | undefined;
}

/** A structure in the SDK's compact form: [3, namespace, name, traits, member names, member schemas, required]. */
export type StructSchema = readonly [
  kind: 3,
  namespace: string,
  name: string,
  traits: unknown,
  memberNames: readonly string[],
  memberSchemas: readonly unknown[],
  requiredCount?: number,
];

const OPERATION_KIND = 9;
const ERROR_KIND = -3;

/** Reads the model out of a client package's exports (`import * as elbv2 from '@aws-sdk/client-…'`). */
export function readServiceModel(
  about: Omit<ServiceModel, 'operations' | 'errorStatuses' | 'errorShapes'>,
  clientPackage: object,
): ServiceModel {
  const operations = new Map<string, OperationSchema>();
  const errorStatuses = new Map<string, number>();
  const errorShapes = new Map<string, string>();
  for (const [exportName, schema] of Object.entries(clientPackage)) {
    if (!exportName.endsWith('$') || !Array.isArray(schema)) continue;
    if (schema[0] === OPERATION_KIND) {
      const name = schema[2] as string;
      operations.set(name, { name, input: structOf(schema[4]), output: structOf(schema[5]) });
    } else if (schema[0] === ERROR_KIND) {
      const { awsQueryError } = Object(schema[3]) as { awsQueryError?: [string, number] };
      if (!awsQueryError) continue;
      const [code, status] = awsQueryError;
      errorStatuses.set(code, status);
      errorShapes.set(code, `${schema[1]}#${schema[2]}`);
    }
  }
  return { ...about, operations, errorStatuses, errorShapes };
}

/** Operation members are thunks; `unit` (no members) has no structure. */
function structOf(reference: unknown): StructSchema | undefined {
  const schema = typeof reference === 'function' ? reference() : reference;
  return Array.isArray(schema) && schema[0] === 3 ? (schema as unknown as StructSchema) : undefined;
}
