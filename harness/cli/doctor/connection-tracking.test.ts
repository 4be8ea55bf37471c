import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectionTracking } from './connection-tracking.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tracking-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** As the system says it. */
async function track(count: number, most: number): Promise<void> {
  await writeFile(join(folder, 'nf_conntrack_count'), `${count}\n`);
  await writeFile(join(folder, 'nf_conntrack_max'), `${most}\n`);
}

test('nothing is found where the system tracks no connections', () => {
  expect(connectionTracking(folder)).toBeUndefined();
});

test('a table with room is fine', async () => {
  await track(100, 1000);
  expect(connectionTracking(folder)).toEqual({
    what: 'tracked connections',
    ok: true,
    found: '100 of at most 1000',
    remedy: undefined,
  });
});

test('a table that is nearly full is told of with what to do', async () => {
  await track(950, 1000);
  expect(connectionTracking(folder)).toMatchObject({
    ok: false,
    remedy: expect.stringContaining('nf_conntrack_max'),
  });
});
