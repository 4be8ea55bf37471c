import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { nodeVersionProblem, SUPPORTED_NODE } from './node-version.mjs';

test.each(['24.0.0', '24.21.0', '26.0.0', '26.10.0', '27.1.0', '30.0.0'])(
  'Node.js %s is supported',
  (version) => {
    expect(nodeVersionProblem(version)).toBeUndefined();
  },
);

test.each(['12.22.0', '18.20.0', '20.20.2', '22.23.3', '23.11.0', '25.9.0', ''])(
  'Node.js %s is refused by its version',
  (version) => {
    expect(nodeVersionProblem(version)?.what).toContain(`Node.js ${version}:`);
  },
);

test("the supported releases are those of package.json's engines", () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const ranges = SUPPORTED_NODE.map(({ major, minor }, index) => {
    const operator = index === SUPPORTED_NODE.length - 1 ? '>=' : '^';
    return `${operator}${major}.${minor}.0`;
  });
  expect(manifest.engines.node).toBe(ranges.join(' || '));
});

test('the running Node.js passes the guard of the command line', () => {
  const guard = spawnSync(process.execPath, [new URL('./require-node.mjs', import.meta.url).pathname]);
  expect({ status: guard.status, stderr: guard.stderr.toString() }).toEqual({ status: 0, stderr: '' });
});
