import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { imageContext, pathInImage } from './image-context.ts';

const context = imageContext('debian');

test('the host image holds the code that runs in containers, and neither tests nor fixtures', () => {
  expect(context.files).toEqual(
    expect.arrayContaining([
      'package.json',
      'harness/errors.ts',
      'harness/node/stdio.ts',
      'harness/targets/agent.mjs',
      context.dockerfile,
    ]),
  );
  expect(
    context.files.filter((path) => /\.(test|fixture)\.|testing|\/scenario\/|\/cli\//.test(path)),
  ).toEqual([]);
});

test('every package that the code in the host image imports is installed there, but for those of the machine outside', () => {
  const imported = context.files
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .flatMap((path) => [
      ...readFileSync(join(context.root, path), 'utf8').matchAll(
        /^(?:import|export|\}) .*?from '([^.'][^']*)';$/gm,
      ),
    ])
    .map(([line, name = '']) => ({ name, typeOnly: /^import type/.test(line) }))
    .filter(({ name, typeOnly }) => !typeOnly && !name.startsWith('node:'))
    .map(({ name }) => name);
  const installed = context.packages.map((name) => name.replace(/@[^@]*$/, ''));
  // Engines are spoken to from outside, and certificates are made there.
  const outside = new Set(['dockerode', 'testcontainers', 'selfsigned']);
  expect(new Set(imported.filter((name) => !outside.has(name)))).toEqual(new Set(installed));
});

test('the versions of the packages are those of package.json', () => {
  const { dependencies } = JSON.parse(readFileSync(join(context.root, 'package.json'), 'utf8'));
  expect(context.packages).toContain(`koffi@${dependencies.koffi}`);
});

test('the same files on the same base have the same hash, and another base another', () => {
  expect(imageContext('debian').hash).toBe(context.hash);
  expect(imageContext('ubuntu').hash).not.toBe(context.hash);
});

test('a module is in the image where the context puts it', () => {
  const module = new URL('../../node/stdio.ts', import.meta.url);
  expect(pathInImage(module)).toBe('/opt/nlb-harness/harness/node/stdio.ts');
});
