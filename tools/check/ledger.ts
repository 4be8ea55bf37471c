import type { Rule } from '../../harness/core/ledger/rule.ts';
import { fidelityPage } from '../fidelity/page.ts';
import { findProofs, ruleIdsIn } from '../fidelity/proofs.ts';
import type { SourceFile } from '../source/files.ts';

const FIDELITY_PAGE = 'docs/fidelity.md';

/** Where the ledger and the rest of the repository do not agree. */
export function findLedgerFaults(
  files: readonly SourceFile[],
  rules: readonly Rule[],
  otherSections: readonly string[] = [],
): string[] {
  return [
    ...unknownRules(files, rules),
    ...unprovedRules(files, rules),
    ...stalePage(files, rules, otherSections),
  ];
}

function unknownRules(files: readonly SourceFile[], rules: readonly Rule[]): string[] {
  const known = new Set<string>(rules.map((rule) => rule.id));
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) =>
      ruleIdsIn(line)
        .filter((id) => !known.has(id))
        .map((id) => `${path}:${index + 1}: ${id} is no rule of harness/core/ledger`),
    ),
  );
}

function unprovedRules(files: readonly SourceFile[], rules: readonly Rule[]): string[] {
  const proofs = findProofs(files);
  return rules
    .filter((rule) => rule.emulation === 'emulated' && !proofs.has(rule.id))
    .map((rule) => `${rule.id} is claimed as emulated, but no scenario and no test title names it`);
}

function stalePage(
  files: readonly SourceFile[],
  rules: readonly Rule[],
  otherSections: readonly string[],
): string[] {
  const page = files.find(({ path }) => path === FIDELITY_PAGE);
  return page?.text === fidelityPage(rules, findProofs(files), otherSections)
    ? []
    : [`${FIDELITY_PAGE} is out of date: run npm run fidelity`];
}
