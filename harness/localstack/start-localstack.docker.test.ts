import { getContainerRuntimeClient } from 'testcontainers';
import { expect, test } from 'vitest';
import { resolveLocalStackSettings } from './localstack-settings.ts';
import { startLocalStack } from './start-localstack.ts';

const { image } = resolveLocalStackSettings({});

test('a LocalStack is started, answers, and is gone when it is stopped', async () => {
  const lines: string[] = [];
  const localStack = await startLocalStack({
    image,
    labels: { 'nlb-harness.test': 'start' },
    onProgress: (line) => lines.push(line),
  });
  const health = await fetch(`${localStack.endpoint}/_localstack/health`);
  expect(((await health.json()) as { services: object }).services).toMatchObject({
    ec2: 'running',
    s3: 'available',
  });
  expect(lines).toEqual([`Starting LocalStack (${image})`, `LocalStack is ready at ${localStack.endpoint}`]);
  expect(await labelled('start')).toHaveLength(1);

  await Promise.all([localStack.stop(), localStack.stop()]);
  expect(await labelled('start')).toEqual([]);
  await expect(startLocalStack({ endpoint: localStack.endpoint })).rejects.toMatchObject({
    code: 'HARNESS_LOCALSTACK_LOST',
  });
});

test('a LocalStack that is not ready in time is removed', async () => {
  const start = startLocalStack({ image, labels: { 'nlb-harness.test': 'slow' }, startTimeoutMs: 1 });
  await expect(start).rejects.toMatchObject({
    code: 'HARNESS_LOCALSTACK_START_FAILED',
    message: expect.stringContaining('it was not ready in time'),
  });
  expect(await labelled('slow')).toEqual([]);
});

test('an image that the engine does not have is named', async () => {
  const start = startLocalStack({ image: 'nlb-harness.invalid/nothing:1', pull: false });
  await expect(start).rejects.toMatchObject({
    code: 'HARNESS_LOCALSTACK_START_FAILED',
    message: expect.stringContaining(
      'the image nlb-harness.invalid/nothing:1 is not there and cannot be pulled',
    ),
  });
});

/** The ids of containers, running or not, of one test. */
async function labelled(value: string): Promise<string[]> {
  const { container } = await getContainerRuntimeClient();
  const all = await container.list();
  return all.filter(({ Labels }) => Labels['nlb-harness.test'] === value).map(({ Id }) => Id);
}
