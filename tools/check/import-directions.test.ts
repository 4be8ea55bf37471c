import { expect, test } from 'vitest';
import { findWrongDirections } from './import-directions.ts';

const wrong = (path: string, line: string) => findWrongDirections([{ path, text: line }]);

test.each([
  ['harness/gateway/a.ts', "import { b } from '../node/b.ts';"],
  ['harness/node/a.ts', "import { CAPABILITIES } from '../worlds/world.ts';"],
  ['harness/traffic/a.ts', "import type { B } from '../worlds/loopback/b.ts';"],
  ['harness/worlds/loopback/a.ts', "import { b } from '../../emulator/b.ts';"],
  ['harness/clock/a.ts', "import { b } from '../node/b.ts';"],
  ['harness/cli/a.ts', "import { b } from '../core/b.ts';"],
  ['harness/scenario/a.ts', "import { b } from '../emulator/b.ts';"],
  ['bench/a.ts', "import { b } from '../scenarios/b.ts';"],
  ['scenarios/a.test.ts', "import { b } from '../harness/core/b.ts';"],
])('%s may not say: %s', (path, line) => {
  expect(wrong(path, line)).toEqual([expect.stringContaining(`${path}:1: `)]);
});

test.each([
  ['harness/gateway/a.ts', "import { b } from '../core/elbv2/b.ts';"],
  ['harness/gateway/a.ts', "import { b } from './wire/b.ts';"],
  ['harness/traffic/a.ts', "import type { StartedWorld } from '../worlds/world.ts';"],
  ['harness/worlds/loopback/a.ts', "import { HarnessError } from '../../errors.ts';"],
  ['harness/emulator/a.ts', "import { b } from '../node/b.ts';"],
  ['harness/cli/a.ts', "import { b } from '../index.ts';"],
  ['bench/a.ts', "import { b } from '../harness/node/b.ts';"],
  ['harness/node/a.ts', "import dgram from 'node:dgram';"],
  ['harness/gateway/a.test.ts', "import { b } from '../node/b.ts';"],
  ['scenarios/a.test.ts', "import { test } from '../harness/scenario/index.ts';"],
])('%s may say: %s', (path, line) => {
  expect(wrong(path, line)).toEqual([]);
});
