import { expect, test } from 'vitest';
import type { Rule } from '../../harness/core/ledger/rule.ts';
import { fidelityPage } from '../fidelity/page.ts';
import { findProofs } from '../fidelity/proofs.ts';
import type { SourceFile } from '../source/files.ts';
import { findLedgerFaults } from './ledger.ts';

const rule: Rule = {
  id: 'NLB-RT-06',
  statement: 'It is so.',
  values: undefined,
  source: 'none found',
  confidence: 'unsure',
  live: 'Y',
  emulation: 'emulated',
  note: undefined,
};
const proof = { path: 'scenarios/a.test.ts', text: "test('a', { rules: ['NLB-RT-06'] }, f);" };

const faults = (files: readonly SourceFile[], rules: readonly Rule[] = [rule]) => {
  const page = { path: 'docs/fidelity.md', text: fidelityPage(rules, findProofs(files)) };
  return findLedgerFaults([...files, page], rules);
};

test('a ledger whose claims are all proved has no fault', () => {
  expect(faults([proof])).toEqual([]);
});

test('a rule that is claimed and proved by nothing is a fault', () => {
  expect(faults([])).toEqual([
    'NLB-RT-06 is claimed as emulated, but no scenario and no test title names it',
  ]);
});

test('a rule that is not claimed needs no proof', () => {
  expect(faults([], [{ ...rule, emulation: 'partial' }])).toEqual([]);
});

test('an id that no rule has is a fault wherever it stands', () => {
  const unknown = ['NLB', 'RT', '99'].join('-');
  expect(faults([proof, { path: 'harness/a.ts', text: `f();\n// ${unknown}` }])).toEqual([
    `harness/a.ts:2: ${unknown} is no rule of harness/core/ledger`,
  ]);
});

test('a page that was not written anew is a fault', () => {
  const stale = { path: 'docs/fidelity.md', text: 'old' };
  expect(findLedgerFaults([proof, stale], [rule])).toEqual([
    'docs/fidelity.md is out of date: run npm run fidelity',
  ]);
  expect(findLedgerFaults([proof], [rule])).toHaveLength(1);
});
