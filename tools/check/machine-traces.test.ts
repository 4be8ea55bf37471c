import { expect, test } from 'vitest';
import { findMachineTraces } from './machine-traces.ts';

const traces = (text: string, checkout = '/srv/clones/a') =>
  findMachineTraces([{ path: 'a.md', text }], checkout);
const user = 'someone';

test('home directories, registries and the clone itself are found by line', () => {
  expect(traces(`first\n/home/${user}/x`)).toEqual(["a.md:2: contains a user's home directory"]);
  expect(traces(`C:${'\\'}Users${'\\'}x`)).toEqual(["a.md:1: contains a user's home directory"]);
  expect(traces(`"resolved": ${'"https:'}//host/a.tgz"`)).toEqual([
    'a.md:1: contains the address of a package registry',
  ]);
  expect(traces('see /srv/clones/a/b.ts')).toEqual(['a.md:1: contains the path of this clone']);
});

test('paths of the emulated hosts and of every machine are not', () => {
  expect(traces('/home/ec2-user/agent.mjs /usr/bin/node /tmp/x')).toEqual([]);
  expect(traces('"resolved": "tools/node"')).toEqual([]);
});

test('a clone directly below the root is too common a path to look for', () => {
  expect(traces('/app/x', '/app')).toEqual([]);
});
