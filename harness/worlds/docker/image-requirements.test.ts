import type Docker from 'dockerode';
import { expect, onTestFinished, test, vi } from 'vitest';
import { examineRyuk } from './image-requirements.ts';

test.each([
  ['true', 'not wanted (TESTCONTAINERS_RYUK_DISABLED)'],
  ['1', 'testcontainers/ryuk:0.14.0'],
])('TESTCONTAINERS_RYUK_DISABLED=%s means to Ryuk what it means to Testcontainers', async (value, found) => {
  vi.stubEnv('TESTCONTAINERS_RYUK_DISABLED', value);
  onTestFinished(() => void vi.unstubAllEnvs());
  const engine = { listImages: async () => [{ RepoTags: ['testcontainers/ryuk:0.14.0'] }] };
  expect(await examineRyuk(engine as unknown as Docker)).toMatchObject({ ok: true, found });
});
