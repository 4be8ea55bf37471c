import { expect, test } from 'vitest';
import { lineAt, scanSource } from './scan.ts';

const texts = (source: string) => scanSource(source).strings.map((literal) => literal.text);

test('comments become spaces and lines stay', () => {
  const source = 'a(); // b()\n/* c()\n d() */ e();';
  const { code } = scanSource(source);
  expect(code).toBe('a();       \n      \n        e();');
});

test('the insides of strings are put aside, their quotes stay', () => {
  const { code, strings } = scanSource(`f('x // y', "it's");`);
  expect(code).toBe(`f('      ', "    ");`);
  expect(strings).toEqual([
    { start: 2, end: 10, text: 'x // y' },
    { start: 12, end: 18, text: "it's" },
  ]);
});

test('an escaped quote does not end a string', () => {
  expect(texts(String.raw`f('a\'b', 'c')`)).toEqual([String.raw`a\'b`, 'c']);
});

test('the expressions of a template are code, whatever they nest', () => {
  // `$` stands apart so that these strings do not look like forgotten templates.
  const nested = (x: string, y: string, w: string) => `\`${x}$` + `{f({ a: \`${y}$` + `{z}${w}\` })}${x}\`;`;
  expect(scanSource(nested('xy', 'q ', ' }')).code).toBe(nested('  ', '  ', '  '));
});

test('a regular expression is no code, a division is', () => {
  expect(scanSource('a = /[/"]\'/g; b = c / d;').code).toBe(`a = ${' '.repeat(7)}g; b = c / d;`);
});

test('a quote inside a comment opens no string', () => {
  expect(texts("// don't\nf('a')")).toEqual(['a']);
});

test('what is never closed ends with the file', () => {
  expect(scanSource("f('abc").code).toBe("f('   ");
  expect(scanSource('/* abc').code).toBe('      ');
});

test('lines are counted from one', () => {
  expect([lineAt('a\nb', 0), lineAt('a\nb', 2)]).toEqual([1, 2]);
});
