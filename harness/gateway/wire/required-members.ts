import { AwsError } from '../../core/aws-error.ts';
import type { OperationSchema, ServiceModel } from './service-model.ts';

/** Throws AwsError naming the members that the operation's schema requires and the input lacks. */
export function checkRequired(
  { input: schema }: OperationSchema,
  input: Readonly<Record<string, unknown>>,
  dialect: ServiceModel['protocol'],
): void {
  if (!schema) return;
  const missing = schema[4].slice(0, schema[6] ?? 0).filter((member) => input[member] === undefined);
  if (missing.length > 0) throw missingMembers(missing, dialect);
}

function missingMembers(members: readonly string[], dialect: ServiceModel['protocol']): AwsError {
  if (dialect === 'ec2') {
    return new AwsError('MissingParameter', `The request must contain the parameter ${members[0]}`);
  }
  const faults = members.map(
    (member) => `Value null at '${lowerFirst(member)}' failed to satisfy constraint: Member must not be null`,
  );
  const count = faults.length === 1 ? '1 validation error' : `${faults.length} validation errors`;
  return new AwsError('ValidationError', `${count} detected: ${faults.join('; ')}`);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
