/** Writes docs/fidelity.md. */
import { writeFile } from 'node:fs/promises';
import { RULES } from '../../harness/core/ledger/rules.ts';
import { ROOT, repositoryFiles } from '../source/files.ts';
import { OTHER_SECTIONS } from './other-sections.ts';
import { fidelityPage } from './page.ts';
import { findProofs } from './proofs.ts';

const page = fidelityPage(RULES, findProofs(await repositoryFiles()), OTHER_SECTIONS);
await writeFile(new URL('docs/fidelity.md', ROOT), page);
