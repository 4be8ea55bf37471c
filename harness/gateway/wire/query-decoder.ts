import { NormalizedSchema } from '@smithy/core/schema';
import { AwsError } from '../../core/aws-error.ts';
import type { FormNode } from './form.ts';
import { checkRequired } from './required-members.ts';
import type { OperationSchema, ServiceModel } from './service-model.ts';

type QueryDialect = ServiceModel['protocol'];

/**
 * Walks an operation's input schema and takes its members out of a form: the inverse of the SDK's serializer,
 * for AWS Query and for EC2 Query (flattened lists, capitalised names).
 *
 * Ranges, enums and patterns are the operations' business; types and required members are checked here.
 */
export function decodeInput(operation: OperationSchema, form: FormNode, dialect: QueryDialect): object {
  if (!operation.input) return {};
  const input = decodeStruct(NormalizedSchema.of(operation.input as never), form, dialect);
  checkRequired(operation, input, dialect);
  return input;
}

function decodeStruct(
  schema: NormalizedSchema,
  form: FormNode,
  dialect: QueryDialect,
): Record<string, unknown> {
  const struct: Record<string, unknown> = {};
  for (const [memberName, member] of schema.structIterator()) {
    const child = form.children.get(wireName(memberName, member, dialect));
    if (child) struct[memberName] = decodeValue(member, child, dialect, memberName);
  }
  return struct;
}

function decodeValue(schema: NormalizedSchema, form: FormNode, dialect: QueryDialect, name: string): unknown {
  if (schema.isStructSchema()) return decodeStruct(schema, form, dialect);
  if (schema.isListSchema()) return decodeList(schema, form, dialect, name);
  if (form.value === undefined) throw wrongType(name, 'a structure', dialect);
  if (schema.isBooleanSchema()) return decodeBoolean(form.value, name, dialect);
  if (schema.isNumericSchema()) return decodeNumber(form.value, name, dialect);
  if (schema.isTimestampSchema()) return decodeTimestamp(form.value, name, dialect);
  // Blobs stay base64 text: nothing that we serve looks inside them at the wire.
  return form.value;
}

function decodeList(
  schema: NormalizedSchema,
  form: FormNode,
  dialect: QueryDialect,
  name: string,
): unknown[] {
  const item = schema.getValueSchema();
  const flat = dialect === 'ec2' || Boolean(schema.getMergedTraits().xmlFlattened);
  const holder = flat ? form : form.children.get(String(item.getMergedTraits().xmlName ?? 'member'));
  if (!holder) return [];
  return [...holder.children]
    .filter(([index]) => /^[1-9]\d*$/.test(index))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, node]) => decodeValue(item, node, dialect, name));
}

function wireName(memberName: string, member: NormalizedSchema, dialect: QueryDialect): string {
  const traits = member.getMergedTraits();
  if (dialect === 'ec2' && traits.ec2QueryName) return String(traits.ec2QueryName);
  const name = String(traits.xmlName ?? memberName);
  return dialect === 'ec2' ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

function decodeBoolean(text: string, name: string, dialect: QueryDialect): boolean {
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  throw wrongType(name, `'${text}'`, dialect);
}

function decodeNumber(text: string, name: string, dialect: QueryDialect): number {
  if (!/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text)) throw wrongType(name, `'${text}'`, dialect);
  return Number(text);
}

function decodeTimestamp(text: string, name: string, dialect: QueryDialect): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw wrongType(name, `'${text}'`, dialect);
  return date;
}

function wrongType(name: string, got: string, dialect: QueryDialect): AwsError {
  return dialect === 'ec2'
    ? new AwsError(
        'InvalidParameterValue',
        `Value (${got.replaceAll("'", '')}) for parameter ${name} is invalid.`,
      )
    : new AwsError('ValidationError', `${got} is not a valid value for the parameter '${lowerFirst(name)}'`);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
