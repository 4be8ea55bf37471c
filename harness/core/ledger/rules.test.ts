import { expect, test } from 'vitest';
import { RULE_AREAS } from './rule.ts';
import { RULES } from './rules.ts';

test('every id is unique and numbered without a hole within its area', () => {
  for (const area of Object.keys(RULE_AREAS)) {
    const ids = RULES.map((rule) => rule.id).filter((id) => id.startsWith(`NLB-${area}-`));
    const expected = ids.map((_, index) => `NLB-${area}-${String(index + 1).padStart(2, '0')}`);
    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toEqual(expected);
  }
});

test('every statement is one sentence on one line', () => {
  const broken = RULES.filter((rule) => !/^\S[^\n]*\.$/.test(rule.statement)).map((rule) => rule.id);
  expect(broken).toEqual([]);
});

test('every rule that is not emulated in full says what is missing', () => {
  const silent = RULES.filter((rule) => rule.emulation !== 'emulated' && rule.note === undefined);
  expect(silent.map((rule) => rule.id)).toEqual([]);
});

test('every uncertain rule that is emulated says what was chosen', () => {
  const uncertain = RULES.filter((rule) => rule.confidence === 'unsure' && rule.emulation === 'emulated');
  expect(uncertain.filter((rule) => rule.note === undefined).map((rule) => rule.id)).toEqual([]);
});

test('every rule that is mentioned in another exists', () => {
  const ids = new Set<string>(RULES.map((rule) => rule.id));
  const mentioned = RULES.flatMap((rule) => JSON.stringify(rule).match(/NLB-[A-Z]{2}-\d\d/g) ?? []);
  expect(mentioned.filter((id) => !ids.has(id))).toEqual([]);
});
