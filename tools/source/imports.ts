import path from 'node:path';
import { lineAt, scanSource } from './scan.ts';

/** One `import` or `export … from`, or a dynamic import of a literal. */
export interface Import {
  readonly specifier: string;
  /** `import type` and `export type`: gone when the program runs. */
  readonly typeOnly: boolean;
  readonly line: number;
}

const BEFORE_SPECIFIER = /(?:\b(import|export)(\s+type\b)?[^;'"`()]*?\bfrom|\b(import))\s*\(?\s*$/;

/** Every import of a source file whose specifier is a literal, in order. */
export function importsOf(source: string): Import[] {
  const { code, strings } = scanSource(source);
  const imports: Import[] = [];
  let previousEnd = 0;
  for (const literal of strings) {
    const match = BEFORE_SPECIFIER.exec(code.slice(previousEnd, literal.start));
    previousEnd = literal.end;
    if (match === null) continue;
    imports.push({
      specifier: literal.text,
      typeOnly: match[2] !== undefined,
      line: lineAt(source, literal.start),
    });
  }
  return imports;
}

/** The repository path that a relative specifier names; undefined for a package. */
export function resolveImport(fromFile: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return path.posix.normalize(path.posix.join(path.posix.dirname(fromFile), specifier));
}
