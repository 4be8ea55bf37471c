import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { RULES } from '../../harness/core/ledger/rules.ts';
import { OTHER_SECTIONS } from '../fidelity/other-sections.ts';
import { ROOT, repositoryFiles } from '../source/files.ts';
import { findingsOf } from './command.ts';
import { findImpurities } from './core-purity.ts';
import { findWrongDirections } from './import-directions.ts';
import { findLedgerFaults } from './ledger.ts';
import { findUnlocked, type LockFile } from './lock-file.ts';
import { findMachineTraces } from './machine-traces.ts';

export interface Check {
  readonly name: string;
  /** What is wrong, one finding a line; nothing when the check passes. */
  readonly find: () => Promise<readonly string[]>;
}

/** Everything that `npm run check` looks at. */
export function allChecks(): readonly Check[] {
  const files = repositoryFiles();
  const clone = fileURLToPath(ROOT).replace(/[\\/]$/, '');
  return [
    { name: 'format and lint', find: () => findingsOf('biome', 'check', '--error-on-warnings', '.') },
    { name: 'types', find: () => findingsOf('tsc', '--noEmit') },
    { name: 'types of the core', find: () => findingsOf('tsc', '--noEmit', '-p', 'harness/core') },
    { name: 'unused code', find: () => findingsOf('knip', '--no-progress', '--no-config-hints') },
    { name: 'core purity', find: async () => findImpurities(await files) },
    { name: 'import directions', find: async () => findWrongDirections(await files) },
    { name: 'ledger', find: async () => findLedgerFaults(await files, RULES, OTHER_SECTIONS) },
    { name: 'lock file', find: async () => findUnlocked(await lockFile()) },
    { name: 'machine traces', find: async () => findMachineTraces(await files, clone) },
  ];
}

async function lockFile(): Promise<LockFile> {
  return JSON.parse(await readFile(new URL('package-lock.json', ROOT), 'utf8'));
}
