import { expect, test } from 'vitest';
import { type Filter, filterResources } from './filters.ts';

interface Thing {
  readonly id: string;
  readonly sizes: readonly string[];
  readonly tags: Map<string, string>;
}

const THINGS: Thing[] = [
  { id: 'a', sizes: ['1', '2'], tags: new Map([['Name', 'dns-1']]) },
  { id: 'b', sizes: ['2'], tags: new Map([['Name', 'dns-12']]) },
  { id: 'c', sizes: [], tags: new Map([['team', 'what?']]) },
];

function idsMatching(...filters: Filter[]): string[] {
  const fields = { id: ({ id }: Thing) => [id], size: ({ sizes }: Thing) => sizes };
  return filterResources(THINGS, filters, fields).map(({ id }) => id);
}

test('one filter takes any of its values', () => {
  expect(idsMatching({ name: 'id', values: ['a', 'c', 'z'] })).toEqual(['a', 'c']);
});

test('several filters must all hold', () => {
  expect(idsMatching({ name: 'size', values: ['2'] }, { name: 'id', values: ['b'] })).toEqual(['b']);
});

test('a filter without values matches nothing', () => {
  expect(idsMatching({ name: 'id', values: [] })).toEqual([]);
});

test('a star stands for any text and a question mark for one character', () => {
  expect(idsMatching({ name: 'tag:Name', values: ['dns-*'] })).toEqual(['a', 'b']);
  expect(idsMatching({ name: 'tag:Name', values: ['dns-?'] })).toEqual(['a']);
});

test('a backslash takes the meaning of a wildcard away', () => {
  expect(idsMatching({ name: 'tag:team', values: ['what\\?'] })).toEqual(['c']);
  expect(idsMatching({ name: 'tag:Name', values: ['dns-\\*'] })).toEqual([]);
});

test('characters with a meaning in patterns are plain text', () => {
  expect(idsMatching({ name: 'tag:Name', values: ['dns.1', '(dns-1)', 'dns-1+', '[dns'] })).toEqual([]);
});

test('values are compared with case', () => {
  expect(idsMatching({ name: 'id', values: ['A'] })).toEqual([]);
});

test('tag-key matches whatever the value', () => {
  expect(idsMatching({ name: 'tag-key', values: ['Name'] })).toEqual(['a', 'b']);
});

test('an unknown filter is refused', () => {
  expect(() => idsMatching({ name: 'toString', values: ['x'] })).toThrowError(
    expect.objectContaining({
      code: 'InvalidParameterValue',
      message: "The filter 'toString' is invalid",
    }),
  );
});
