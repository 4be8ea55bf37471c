import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from '../source/files.ts';
import { fillSnippets } from './snippets.ts';

const read = (path: string) => readFileSync(new URL(path, ROOT), 'utf8');

test('a shown part is the code between its marks, with the imports that users write', () => {
  const source =
    "import { test } from '../harness/scenario/index.ts';\nimport { a } from 'b';\n\n// one {\ntest('x');\n// } one\ntest('y');\n";
  const document = 'before\n<!-- shows: s.ts#one -->\nold\n<!-- /shows -->\nafter';
  expect(fillSnippets(document, () => source)).toBe(
    "before\n<!-- shows: s.ts#one -->\n```ts\nimport { test } from 'nlb-harness/vitest';\nimport { a } from 'b';\n\ntest('x');\n```\n<!-- /shows -->\nafter",
  );
});

test('a part that is missing is an error that names it', () => {
  const document = '<!-- shows: s.ts#two -->\n<!-- /shows -->';
  expect(() => fillSnippets(document, () => '')).toThrow("s.ts has no part '// two {' … '// } two'");
});

test('README.md shows code as it stands in the scenarios (npm run readme)', () => {
  const readme = read('README.md');
  expect(readme).toContain('```ts\nimport');
  expect(fillSnippets(readme, read)).toBe(readme);
});
