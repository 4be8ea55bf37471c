import { expect, test } from 'vitest';
import { findImpurities } from './core-purity.ts';

const impurities = (text: string, path = 'harness/core/x.ts') => findImpurities([{ path, text }]);

test.each([
  'const now = Date.now();',
  'const now = new Date();',
  'const now = new Date;',
  'const r = Math.random();',
  'globalThis.x = 1;',
  'performance.now();',
  'setTimeout(f, 1);',
  'Buffer.from(a);',
  'if (process.env.X) f();',
  'async function f() {}',
  'const p: Promise<void> = f();',
  "import { readFile } from 'node:fs';",
  "import type { Clock } from '../clock/clock.ts';",
])('the core may not say: %s', (line) => {
  expect(impurities(`f();\n${line}`)).toEqual([expect.stringMatching(/^harness\/core\/x\.ts:2: /)]);
});

test.each([
  'const at = new Date(now).toISOString();',
  "import ipaddr from 'ipaddr.js';",
  "import { f } from './y.ts';",
  '// Date.now() is what the edge does',
  "const text = 'the process is setTimeout';",
  'const rule = { process: 1, Buffer: 2 };',
  'rule.process();',
  'this.#await(flow);',
  'interface A { process?: string }',
])('the core may say: %s', (line) => {
  expect(impurities(line)).toEqual([]);
});

test('other folders and tests may read the clock', () => {
  expect(impurities('Date.now()', 'harness/node/x.ts')).toEqual([]);
  expect(impurities('Date.now()', 'harness/core/x.test.ts')).toEqual([]);
  expect(impurities('Date.now()', 'harness/core/x.fixture.ts')).toEqual([]);
});
