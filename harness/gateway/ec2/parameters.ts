import { missingParameter } from '../../core/ec2/parameter-errors.ts';

/** The value of a parameter that must be there; `name` as on the wire. Throws `MissingParameter`. */
export function required<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined || value === '') throw missingParameter(name);
  return value;
}

/** The items of a list that must not be empty. Throws `MissingParameter`. */
export function requiredList<Item>(items: readonly Item[] | undefined, name: string): readonly Item[] {
  if (items === undefined || items.length === 0) throw missingParameter(name);
  return items;
}

/** The text of a value that may be missing, as filters compare it. */
export function text(value: string | number | boolean | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}
