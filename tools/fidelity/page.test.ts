import { expect, test } from 'vitest';
import type { Rule } from '../../harness/core/ledger/rule.ts';
import { fidelityPage } from './page.ts';

const rule = (id: Rule['id'], some: Partial<Rule> = {}): Rule => ({
  id,
  statement: 'It is so.',
  values: undefined,
  source: 'DOC(page)',
  confidence: 'documented',
  live: 'Y',
  emulation: 'emulated',
  note: undefined,
  ...some,
});

const rules = [
  rule('NLB-RT-01', { values: 'a | b *' }),
  rule('NLB-RT-02', { confidence: 'unsure' }),
  rule('NLB-CW-01', { emulation: 'gap', note: 'Nothing is published.' }),
];
const page = fidelityPage(rules, new Map([['NLB-RT-01', ['scenarios/flows.test.ts']]]));

test('rules are counted by area and in all', () => {
  expect(page).toContain('| Routing of UDP | 2 | 1 | 0 | 1 | 2 | 0 | 0 | 1 |');
  expect(page).toContain('| **all** | 3 | 2 | 0 | 1 | 2 | 0 | 1 | 1 |');
});

test('each rule stands with its proof, and its text cannot break the table', () => {
  expect(page).toContain(
    '| NLB-RT-01 | It is so.<br>*a \\| b \\** | DOC(page) | documented | Y | emulated | [flows.test.ts](../scenarios/flows.test.ts) |  |',
  );
});

test('an emulated rule without a proof is marked', () => {
  expect(page).toContain('| emulated | **nothing yet** |');
});

test('what is missing stands in the list of gaps', () => {
  expect(page.split('## Known gaps')[1]).toContain('- NLB-CW-01: It is so. Nothing is published.');
});
