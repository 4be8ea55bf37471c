import { invalidParameterValue } from './parameter-errors.ts';
import type { Tags } from './state.ts';

/** A condition of a Describe operation: any of the values. Conditions of one request must all hold. */
export interface Filter {
  readonly name: string;
  /** `*` stands for any text, `?` for one character; a backslash takes their meaning away. */
  readonly values: readonly string[];
}

/** What a filter of a name looks at: the values that a resource has for it. */
export type FilterFields<Resource> = Readonly<
  Record<string, (resource: Resource) => readonly (string | undefined)[]>
>;

/**
 * Those of the resources that match every filter. `tag:<key>` and `tag-key` work for everything that has tags.
 *
 * Throws `InvalidParameterValue` for a filter name that the operation does not know.
 */
export function filterResources<Resource extends object>(
  resources: readonly Resource[],
  filters: readonly Filter[],
  fields: FilterFields<Resource>,
): Resource[] {
  const conditions = filters.map(({ name, values }) => ({
    valuesOf: fieldOf(name, fields),
    patterns: values.map(wildcardPattern),
  }));
  return resources.filter((resource) =>
    conditions.every(({ valuesOf, patterns }) =>
      valuesOf(resource).some(
        (value) => value !== undefined && patterns.some((pattern) => pattern.test(value)),
      ),
    ),
  );
}

function fieldOf<Resource extends object>(
  name: string,
  fields: FilterFields<Resource>,
): (resource: Resource) => readonly (string | undefined)[] {
  if (name === 'tag-key') return (resource) => [...tagsOf(resource).keys()];
  if (name.startsWith('tag:')) return (resource) => [tagsOf(resource).get(name.slice('tag:'.length))];
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (!field) throw invalidParameterValue(`The filter '${name}' is invalid`);
  return field;
}

/** Regions, images and the like have no tags. */
function tagsOf(resource: object): Tags {
  return (resource as { readonly tags?: Tags }).tags ?? new Map();
}

/** Values are compared with case, as a whole. */
function wildcardPattern(value: string): RegExp {
  const source = value.replace(/\\([*?\\])|([*?])|([\\^$.|+()[\]{}])/g, (_, escaped, wildcard, special) => {
    if (wildcard !== undefined) return wildcard === '*' ? '.*' : '.';
    return `\\${escaped ?? special}`;
  });
  return new RegExp(`^${source}$`, 's');
}
