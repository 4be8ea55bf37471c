import { expect, test } from 'vitest';
import { HarnessError } from '../../errors.ts';
import { isRefusedMount, workingFolder } from './working-folder.ts';

const FOLDER = import.meta.dirname;

test('the folder that we work in is mounted where the engine is on this machine', () => {
  const folder = workingFolder(true, FOLDER);
  const mount = { Type: 'bind', Source: FOLDER, Target: FOLDER, ReadOnly: true };
  expect(folder).toMatchObject({ mounts: [mount], inside: FOLDER });
  expect(folder.check(['cat', 'labels.ts'])).toEqual(['cat', 'labels.ts']);
});

test('where the engine is elsewhere, a command that names one of our files is refused', () => {
  const folder = workingFolder(false, FOLDER);
  expect(folder).toMatchObject({ mounts: [], inside: undefined });
  for (const name of ['labels.ts', './labels.ts', 'station/main.ts', `${FOLDER}/labels.ts`]) {
    const refusal = {
      code: 'HARNESS_ARGUMENT_INVALID',
      message: expect.stringContaining(`names ${name}, a`),
    };
    expect(() => folder.check(['cat', name])).toThrow(expect.objectContaining(refusal));
  }
});

test('where the engine is elsewhere, commands that need no file of ours run as ever', () => {
  const folder = workingFolder(false, FOLDER);
  const commands = [
    ['nc', '-uv', '172.31.0.4', '8080'],
    ['ls', 'station'],
    ['cat', '/etc/passwd', '..', '../world.ts'],
    ['node', '-e', `${'a'.repeat(5_000)}\n`],
  ];
  for (const command of commands) expect(folder.check(command)).toEqual(command);
});

test('a folder is not mounted where it would hide what the container has itself', () => {
  for (const folder of ['/', '/usr', '/usr/', '/usr/local', '/etc', '/opt/nlb-harness', '/var'])
    expect(workingFolder(true, folder).mounts, folder).toEqual([]);
  for (const folder of ['/srv/project', '/var/lib/ci/work', '/opt/project', '/usr/src/app', '/work/a:b'])
    expect(workingFolder(true, folder).mounts, folder).toHaveLength(1);
});

test('an engine that does not have the folder is told from one that fails otherwise', () => {
  const refused = 'invalid mount config for type "bind": bind source path does not exist: /work';
  const error = (what: string) => new HarnessError('HARNESS_CONTAINER_START_FAILED', what, 'Look');
  expect(isRefusedMount(error(refused))).toBe(true);
  expect(isRefusedMount(error('no such image'))).toBe(false);
  expect(isRefusedMount(new Error(refused))).toBe(false);
});
