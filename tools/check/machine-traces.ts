import type { SourceFile } from '../source/files.ts';

const TRACES: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /\/(?:home|Users)\/(?!ec2-user\b|ubuntu\b)[a-z][\w.-]*\//g, what: "a user's home directory" },
  { pattern: /\b[A-Z]:\\Users\\/g, what: "a user's home directory" },
  { pattern: /"resolved":\s*"https?:/g, what: 'the address of a package registry' },
  { pattern: /\bregistry\.(?:npmjs|yarnpkg|npmmirror)\./g, what: 'the address of a package registry' },
];

/**
 * Marks that one machine has left in files that are for all of them.
 *
 * @param checkout absolute path of this clone, which may stand in no file
 */
export function findMachineTraces(files: readonly SourceFile[], checkout: string): string[] {
  const own = checkout.split(/[\\/]/).filter((part) => part !== '').length > 1 ? [checkout] : [];
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const found = TRACES.filter(({ pattern }) => line.search(pattern) !== -1).map(({ what }) => what);
      if (own.some((place) => line.includes(place))) found.push('the path of this clone');
      return found.map((what) => `${path}:${index + 1}: contains ${what}`);
    }),
  );
}
