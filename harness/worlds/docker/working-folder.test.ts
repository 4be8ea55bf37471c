import { expect, test } from 'vitest';
import { workingFolder } from './working-folder.ts';

const FOLDER = import.meta.dirname;

test('the folder that we work in is mounted where the engine is on this machine', () => {
  const folder = workingFolder(true, FOLDER);
  expect(folder).toMatchObject({ binds: [`${FOLDER}:${FOLDER}:ro`], inside: FOLDER });
  expect(folder.check(['cat', 'labels.ts'])).toEqual(['cat', 'labels.ts']);
});

test('where the engine is elsewhere, a command that names one of our files is refused', () => {
  const folder = workingFolder(false, FOLDER);
  expect(folder).toMatchObject({ binds: [], inside: undefined });
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
