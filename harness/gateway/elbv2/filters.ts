import { type AwsError, validationError } from '../../core/aws-error.ts';

/** Throws a ValidationError where a caller uses more than one of several ways to choose; the text is unsure. */
export function checkExclusive(choices: Readonly<Record<string, unknown>>): void {
  const used = Object.entries(choices).filter(([, value]) => isGiven(value));
  if (used.length > 1)
    throw validationError(`${used.map(([name]) => name).join(' and ')} cannot be specified at the same time`);
}

/** A list without items chooses nothing, as if it were not there. */
export function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

/** The items with these keys, in the order of the items. Throws the NotFound error where one is missing. */
export function selectByKey<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
  keys: readonly string[],
  notFound: () => AwsError,
): Item[] {
  const wanted = new Set(keys);
  const found = [...items].filter((item) => wanted.has(keyOf(item)));
  if (found.length < wanted.size) throw notFound();
  return found;
}
