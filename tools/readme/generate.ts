/** `npm run readme`: writes the shown parts of files into README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { ROOT } from '../source/files.ts';
import { fillSnippets } from './snippets.ts';

const readme = new URL('README.md', ROOT);
writeFileSync(
  readme,
  fillSnippets(readFileSync(readme, 'utf8'), (path) => readFileSync(new URL(path, ROOT), 'utf8')),
);
