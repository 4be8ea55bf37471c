import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkReportFile, reportFile } from './report-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-file-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('a report that cannot be written is refused before anything is run', async () => {
  await expect(checkReportFile(reportFile('html', folder))).rejects.toMatchObject({
    code: 'HARNESS_ARGUMENT_INVALID',
    message: expect.stringContaining(folder),
  });
});

test('looking whether a report can be written leaves no file, and changes none', async () => {
  const fresh = join(folder, 'deeper', 'report.html');
  await checkReportFile(reportFile('html', fresh));
  await expect(access(fresh)).rejects.toMatchObject({ code: 'ENOENT' });

  const old = join(folder, 'old.html');
  await writeFile(old, 'of the last run');
  await checkReportFile(reportFile('html', old));
  expect(await readFile(old, 'utf8')).toBe('of the last run');
});
