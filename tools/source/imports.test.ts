import { expect, test } from 'vitest';
import { importsOf, resolveImport } from './imports.ts';

test('every form of import is found, and whether it is of types only', () => {
  const source = [
    "import a from './a.ts';",
    "import type { B } from './b.ts';",
    "import {\n  c,\n  d,\n} from './c.ts';",
    "import './e.ts';",
    "export type { F } from './f.ts';",
    "export * from './g.ts';",
    "const h = await import('./h.ts');",
  ].join('\n');
  expect(importsOf(source)).toEqual([
    { specifier: './a.ts', typeOnly: false, line: 1 },
    { specifier: './b.ts', typeOnly: true, line: 2 },
    { specifier: './c.ts', typeOnly: false, line: 6 },
    { specifier: './e.ts', typeOnly: false, line: 7 },
    { specifier: './f.ts', typeOnly: true, line: 8 },
    { specifier: './g.ts', typeOnly: false, line: 9 },
    { specifier: './h.ts', typeOnly: false, line: 10 },
  ]);
});

test('what looks like an import in a comment or a string is none', () => {
  expect(importsOf('// import a from "./a.ts"\nconst b = "import c from \'./c.ts\'";')).toEqual([]);
});

test('a string after an export without a source is no import', () => {
  expect(importsOf("export const a = 'b';\nexport function f() { return 'from'; }")).toEqual([]);
});

test('relative specifiers are resolved, packages are not', () => {
  expect(resolveImport('harness/node/a.ts', '../core/b.ts')).toBe('harness/core/b.ts');
  expect(resolveImport('harness/node/a.ts', 'ipaddr.js')).toBeUndefined();
});
