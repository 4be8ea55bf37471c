import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** A file of the repository: path from its root with forward slashes, and text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The repository's root as a path. */
export const ROOT = new URL('../..', import.meta.url);

/** Every text file that is tracked or about to be: not ignored, not binary, not deleted. */
export async function repositoryFiles(): Promise<SourceFile[]> {
  const { stdout } = await promisify(execFile)(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'],
    { cwd: ROOT, maxBuffer: 1 << 26 },
  );
  const paths = stdout.split('\0').filter((path) => path !== '');
  const files = await Promise.all(paths.map(readText));
  return files.filter((file) => file !== undefined);
}

async function readText(path: string): Promise<SourceFile | undefined> {
  const text = await readFile(new URL(path, ROOT), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined || text.includes('\0') ? undefined : { path, text };
}

/** Whether a file is TypeScript or JavaScript. */
export function isCode(file: SourceFile): boolean {
  return /\.(?:ts|mts|js|mjs)$/.test(file.path);
}

/** Whether a file is a test. */
export function isTest(file: SourceFile): boolean {
  return file.path.endsWith('.test.ts');
}

/** What tests work with, and nothing else: no part of the product. */
export function isFixture(file: SourceFile): boolean {
  return file.path.endsWith('.fixture.ts');
}
