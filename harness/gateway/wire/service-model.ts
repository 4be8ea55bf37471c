/**
 * An AWS service as the SDK's own package describes it: operations with their shapes, and errors.
 *
 * The SDK exports its Smithy schemas as values whose names end in `$`. They are the wire form: nothing about it
 * is written by hand here.
 */
export interface ServiceModel {
  /** Name in SigV4's credential scope. */
  readonly signingName: string;
  readonly protocol: 'query' | 'ec2';
  readonly apiVersion: string;
  readonly xmlNamespace: string;
  readonly operations: ReadonlyMap<string, OperationSchema>;
  /** HTTP status by wire code, for the errors that the model knows. */
  readonly errorStatuses: ReadonlyMap<string, number>;
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
  about: Pick<ServiceModel, 'signingName' | 'protocol' | 'apiVersion' | 'xmlNamespace'>,
  clientPackage: object,
): ServiceModel {
  const operations = new Map<string, OperationSchema>();
  const errorStatuses = new Map<string, number>();
  for (const [exportName, schema] of Object.entries(clientPackage)) {
    if (!exportName.endsWith('$') || !Array.isArray(schema)) continue;
    if (schema[0] === OPERATION_KIND) {
      const name = schema[2] as string;
      operations.set(name, { name, input: structOf(schema[4]), output: structOf(schema[5]) });
    } else if (schema[0] === ERROR_KIND) {
      const { awsQueryError } = Object(schema[3]) as { awsQueryError?: [string, number] };
      if (awsQueryError) errorStatuses.set(awsQueryError[0], awsQueryError[1]);
    }
  }
  return { ...about, operations, errorStatuses };
}

/** Operation members are thunks; `unit` (no members) has no structure. */
function structOf(reference: unknown): StructSchema | undefined {
  const schema = typeof reference === 'function' ? reference() : reference;
  return Array.isArray(schema) && schema[0] === 3 ? (schema as unknown as StructSchema) : undefined;
}
