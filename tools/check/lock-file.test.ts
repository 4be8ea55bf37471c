import { expect, test } from 'vitest';
import { findUnlocked } from './lock-file.ts';

test('dependencies are found beside their package and outward', () => {
  const packages = {
    '': { dependencies: { a: '^1.0.0' } },
    'node_modules/a': { dependencies: { b: '^1.0.0', c: '^1.0.0' } },
    'node_modules/a/node_modules/b': { dependencies: { c: '^1.0.0' } },
    'node_modules/c': {},
  };
  expect(findUnlocked({ packages })).toEqual([]);
});

test('a package for another system that has no entry is found', () => {
  const packages = {
    'node_modules/a': { optionalDependencies: { '@a/darwin': '1.0.0', '@a/linux': '1.0.0' } },
    'node_modules/@a/linux': {},
  };
  expect(findUnlocked({ packages })).toEqual([
    'package-lock.json: @a/darwin, needed by node_modules/a, has no entry: npm ci fails',
  ]);
});
