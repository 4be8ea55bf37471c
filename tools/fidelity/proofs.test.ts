import { expect, test } from 'vitest';
import { findProofs } from './proofs.ts';

const proofs = (path: string, text: string) => Object.fromEntries(findProofs([{ path, text }]));

test('a scenario proves the rules of its option', () => {
  const text = "test('a flow moves', { rules: ['NLB-RT-06',\n 'NLB-RT-07'], seed: 1 }, async () => {});";
  expect(proofs('scenarios/a.test.ts', text)).toEqual({
    'NLB-RT-06': ['scenarios/a.test.ts'],
    'NLB-RT-07': ['scenarios/a.test.ts'],
  });
});

test('a unit test proves the rules of its title', () => {
  const text = "test('a flow idles out (NLB-RT-02)', f);\ntest.each([1])('%s is refused (NLB-LI-04)', f);";
  expect(proofs('harness/core/a.test.ts', text)).toEqual({
    'NLB-RT-02': ['harness/core/a.test.ts'],
    'NLB-LI-04': ['harness/core/a.test.ts'],
  });
});

test.each([
  ['a comment', '// NLB-RT-06\ntest("a", f);'],
  ['another string', "test('a', () => { f(); const id = 'NLB-RT-06'; });"],
  ['an option of a unit test', "test('a', { rules: ['NLB-RT-06'] }, f);"],
  ['a skipped test', "test.skip('a (NLB-RT-06)', f);"],
])('%s proves nothing', (_, text) => {
  expect(proofs('harness/a.test.ts', text)).toEqual({});
});

test('files that are no tests, and tests of the tools, prove nothing', () => {
  expect(proofs('tools/a.test.ts', "test('a (NLB-RT-06)', f)")).toEqual({});
  expect(proofs('scenarios/a.ts', "test('a (NLB-RT-06)', f)")).toEqual({});
});

test('the files that prove a rule are named once and in order', () => {
  const text = "test('a (NLB-RT-06)', f); test('b (NLB-RT-06)', f);";
  const found = findProofs([
    { path: 'harness/b.test.ts', text },
    { path: 'harness/a.test.ts', text },
  ]);
  expect(found.get('NLB-RT-06')).toEqual(['harness/a.test.ts', 'harness/b.test.ts']);
});
