import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../core/aws-error.ts';
import type { StructSchema } from './service-model.ts';

/**
 * What a codec read, with everything that the schema does not know left out, and refused where a value has
 * another type than its schema: the SDK's codecs trust the server, so they let any value through.
 */
export function checkedInput(schema: StructSchema, decoded: unknown): Record<string, unknown> {
  return checkStruct(NormalizedSchema.of(schema as never), decoded, schema[2]);
}

function checkStruct(schema: NormalizedSchema, value: unknown, name: string): Record<string, unknown> {
  if (!isPlainObject(value)) throw wrongType(name, 'a structure');
  const checked: Record<string, unknown> = {};
  for (const [memberName, member] of schema.structIterator()) {
    const given = Object.hasOwn(value, memberName) ? value[memberName] : undefined;
    if (given !== undefined && given !== null) checked[memberName] = checkValue(member, given, memberName);
  }
  return checked;
}

function checkValue(schema: NormalizedSchema, value: unknown, name: string): unknown {
  if (schema.isStructSchema()) return checkStruct(schema, value, name);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrongType(name, 'a list');
    const item = schema.getValueSchema();
    return value.map((one) => checkValue(item, one, name));
  }
  if (schema.isTimestampSchema()) {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw wrongType(name, 'a timestamp');
  } else if (schema.isNumericSchema()) {
    if (typeof value !== 'number') throw wrongType(name, 'a number');
  } else if (schema.isBooleanSchema()) {
    if (typeof value !== 'boolean') throw wrongType(name, 'a boolean');
  } else if (schema.isStringSchema() && typeof value !== 'string') throw wrongType(name, 'a string');
  return value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** AWS's code; its text is unsure. */
function wrongType(name: string, expected: string): AwsError {
  return new AwsError('SerializationException', `The value of '${name}' is not ${expected}.`);
}
