/** Writes docs/fidelity.md. */
import { writeFile } from 'node:fs/promises';
import { RULES } from '../../harness/core/ledger/rules.ts';
import { ROOT, repositoryFiles } from '../source/files.ts';
import { fidelityPage } from './page.ts';
import { findProofs } from './proofs.ts';

await writeFile(new URL('docs/fidelity.md', ROOT), fidelityPage(RULES, findProofs(await repositoryFiles())));
