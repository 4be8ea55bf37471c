import { type AwsError, validationError } from '../aws-error.ts';

/**
 * The constraints of the API's model, which AWS checks before anything else and answers in one fixed form.
 * Members are named as on the wire, in camelCase: `healthCheckIntervalSeconds`.
 */
function constraintError(value: string, member: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** Returns a required member; throws a ValidationError where it is missing. */
export function requireMember<T>(value: T | undefined, member: string): T {
  if (value === undefined) throw constraintError('null', member, 'Member must not be null');
  return value;
}

/** Throws a ValidationError unless the value is one of the set (NLB-LI-03). */
export function checkEnum<T extends string>(
  value: string | undefined,
  member: string,
  values: readonly T[],
): asserts value is T | undefined {
  if (value !== undefined && !values.some((allowed) => allowed === value))
    throw constraintError(`'${value}'`, member, `Member must satisfy enum value set: [${values.join(', ')}]`);
}

/** Throws a ValidationError unless the number is within the range; undefined passes. */
export function checkRange(
  value: number | undefined,
  member: string,
  [least, greatest]: readonly [number, number],
): void {
  if (value === undefined) return;
  if (value < least)
    throw constraintError(`'${value}'`, member, `Member must have value greater than or equal to ${least}`);
  if (value > greatest)
    throw constraintError(`'${value}'`, member, `Member must have value less than or equal to ${greatest}`);
}

/** Throws a ValidationError unless a text's or list's length is within the range; undefined passes. */
export function checkLength(
  value: { readonly length: number } | undefined,
  member: string,
  [least, greatest]: readonly [number, number],
): void {
  if (value === undefined) return;
  const shown = typeof value === 'string' ? `'${value}'` : `'${JSON.stringify(value)}'`;
  if (value.length < least)
    throw constraintError(shown, member, `Member must have length greater than or equal to ${least}`);
  if (value.length > greatest)
    throw constraintError(shown, member, `Member must have length less than or equal to ${greatest}`);
}

/** A port number, as every member that holds one is constrained. */
export const PORT_RANGE = [1, 65_535] as const;
