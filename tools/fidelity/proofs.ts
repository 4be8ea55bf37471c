import { isTest, type SourceFile } from '../source/files.ts';
import { type ScannedSource, type StringLiteral, scanSource } from '../source/scan.ts';

/** For each rule id the test files that prove it, in the order of their paths. */
export type Proofs = ReadonlyMap<string, readonly string[]>;

const RULE_ID = /\bNLB-[A-Z]{2}-\d{2}\b/g;
const TITLE_OF_TEST = /(?:\b(?:test|it|describe|scenario)(?:\.\w+)*|\))\s*\(\s*$/;
const ROW_TITLE = /^NLB-[A-Z]{2}-\d{2} \w/;
const NOT_RUN = /\.(?:skip|todo)\s*\(\s*$/;

/** Every rule id that a text names. */
export function ruleIdsIn(text: string): string[] {
  return text.match(RULE_ID) ?? [];
}

/**
 * Who proves which rule: a scenario by its option `rules: ['NLB-RT-06']`, any test by its title. A test that is
 * marked as skipped proves nothing.
 */
export function findProofs(files: readonly SourceFile[]): Proofs {
  const proofs = new Map<string, string[]>();
  const tests = files.filter(isProof).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  for (const file of tests) {
    for (const id of new Set(provedBy(file))) proofs.set(id, [...(proofs.get(id) ?? []), file.path]);
  }
  return proofs;
}

/** The tests of the tools name rules as examples only. */
function isProof(file: SourceFile): boolean {
  return isTest(file) && /^(?:harness|scenarios)\//.test(file.path);
}

function provedBy(file: SourceFile): string[] {
  const scanned = scanSource(file.text);
  const titles = scanned.strings.filter((literal) => isTitle(scanned.code, literal));
  const options = file.path.startsWith('scenarios/') ? namedInOptions(scanned) : [];
  return [...titles, ...options].flatMap((literal) => ruleIdsIn(literal.text));
}

/** A title stands behind `test(`, or at the head of a row of a table of cases: there it begins with the rule. */
function isTitle(code: string, literal: StringLiteral): boolean {
  if (code.includes('.each(') && ROW_TITLE.test(literal.text)) return true;
  const before = code.slice(Math.max(0, literal.start - 200), literal.start);
  return TITLE_OF_TEST.test(before) && !NOT_RUN.test(before);
}

function namedInOptions({ code, strings }: ScannedSource): StringLiteral[] {
  const lists = [...code.matchAll(/\brules:\s*\[[^\]]*\]/g)];
  return strings.filter(({ start, end }) =>
    lists.some((list) => list.index < start && end < list.index + list[0].length),
  );
}
