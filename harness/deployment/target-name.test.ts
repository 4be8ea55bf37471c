import { expect, test } from 'vitest';
import { defaultTargetName } from './target-name.ts';

test('targets are named a to z, then with two letters', () => {
  expect([0, 1, 25, 26, 27, 51, 52, 701, 702].map(defaultTargetName)).toEqual([
    'target-a',
    'target-b',
    'target-z',
    'target-aa',
    'target-ab',
    'target-az',
    'target-ba',
    'target-zz',
    'target-aaa',
  ]);
});
