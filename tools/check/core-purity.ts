import { isCode, isFixture, isTest, type SourceFile } from '../source/files.ts';
import { importsOf, resolveImport } from '../source/imports.ts';
import { lineAt, scanSource } from '../source/scan.ts';

const CORE = 'harness/core/';
const ALLOWED_PACKAGES: ReadonlySet<string> = new Set(['ipaddr.js']);

/** A name that is not a property and not the key of one. */
const name = (names: string): RegExp => new RegExp(`(?<![.#\\w$])(?:${names})\\b(?!\\s*\\??:)`, 'g');

const IMPURE: readonly { readonly pattern: RegExp; readonly why: string }[] = [
  { pattern: /\bDate\s*\.\s*now\b/g, why: 'reads the clock: take `now` as an argument' },
  { pattern: /\bnew\s+Date\s*(?:\(\s*\)|(?![\s(\w$]))/g, why: 'reads the clock: take `now` as an argument' },
  { pattern: /\bMath\s*\.\s*random\b/g, why: 'is not reproducible: take a Random' },
  { pattern: name('globalThis|process|Buffer|performance|console'), why: 'is not there in every runtime' },
  {
    pattern: name('setTimeout|setInterval|setImmediate|queueMicrotask|requestAnimationFrame'),
    why: 'is a timer: say when something is due and let the edge wait',
  },
  { pattern: name('async|await|Promise'), why: 'waits: the core decides at once' },
];

/** What in harness/core, tests and their fixtures aside, depends on anything but its arguments. */
export function findImpurities(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => file.path.startsWith(CORE) && isCode(file) && !isTest(file) && !isFixture(file))
    .flatMap((file) => [...foreignImports(file), ...impureNames(file)]);
}

function foreignImports(file: SourceFile): string[] {
  return importsOf(file.text).flatMap(({ specifier, line }) => {
    const target = resolveImport(file.path, specifier);
    const pure = target === undefined ? ALLOWED_PACKAGES.has(specifier) : target.startsWith(CORE);
    return pure ? [] : [`${file.path}:${line}: imports ${specifier}: the core imports nothing but itself`];
  });
}

function impureNames(file: SourceFile): string[] {
  const { code } = scanSource(file.text);
  return IMPURE.flatMap(({ pattern, why }) =>
    [...code.matchAll(pattern)].map(
      (match) => `${file.path}:${lineAt(code, match.index)}: ${match[0].replace(/\s+/g, ' ')} ${why}`,
    ),
  );
}
