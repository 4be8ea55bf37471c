/** A place in a document that shows part of a file: between `<!-- shows: PATH#NAME -->` and `<!-- /shows -->`. */
const PLACE = /(<!-- shows: (\S+?)#(\S+) -->\n)[\s\S]*?(<!-- \/shows -->)/g;

/** How users import what the repository's own scenarios import by path. */
const PUBLIC_IMPORTS: readonly (readonly [RegExp, string])[] = [
  [/'(?:\.\.\/)+harness\/scenario\/index\.ts'/g, "'nlb-harness/vitest'"],
  [/'(?:\.\.\/)+harness\/index\.ts'/g, "'nlb-harness'"],
  [/'(?:\.\.\/)+testcontainers\/index\.ts'/g, "'nlb-harness/testcontainers'"],
];

/**
 * The document with every shown part as it stands in its file now, so that what people read is what ran. A part
 * lies between `// NAME {` and `// } NAME`; the imports of its file are shown before it.
 *
 * @throws Error when a part is missing
 */
export function fillSnippets(document: string, read: (path: string) => string): string {
  return document.replaceAll(PLACE, (_all, open: string, path: string, name: string, close: string) => {
    const source = read(path);
    const part = new RegExp(`^// ${name} \\{\\n([\\s\\S]*?)^// \\} ${name}$`, 'm').exec(source)?.[1];
    if (part === undefined) throw new Error(`${path} has no part '// ${name} {' … '// } ${name}'`);
    const imports = source.match(/^import [\s\S]*?;$/gm) ?? [];
    const shown = PUBLIC_IMPORTS.reduce(
      (text, [pattern, replacement]) => text.replaceAll(pattern, replacement),
      `${imports.join('\n')}\n\n${part.trimEnd()}`,
    );
    return `${open}\`\`\`ts\n${shown}\n\`\`\`\n${close}`;
  });
}
