import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { HARNESS_ERRORS } from '../../harness/errors.ts';

const page = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
const sections = page.split(/^## /m).slice(1);

test('docs/errors.md has one heading for each code, in the order of the code, and no more', () => {
  expect(sections.map((section) => section.split('\n')[0])).toEqual(Object.keys(HARNESS_ERRORS));
});

test('docs/errors.md says of each code whose fault it is and what to do', () => {
  const told = sections.map((section) => {
    const [code, , explanation = '', ...remedy] = section.trim().split('\n');
    return [code, /^Fault: (\w+)\./.exec(explanation)?.[1], remedy.some((line) => line === '')];
  });
  expect(told).toEqual(Object.entries(HARNESS_ERRORS).map(([code, fault]) => [code, fault, true]));
});
