import { expect, test } from 'vitest';
import { engineClient } from './engine-client.ts';
import { ensureHostImage, hostImageName } from './host-image.ts';
import { pathInImage } from './image-context.ts';

const docker = await engineClient();

test('the host image has the programs and the harness that hosts need', async () => {
  const image = await ensureHostImage(docker);
  expect(image).toBe(hostImageName());
  const node = pathInImage(new URL('../../node/stdio.ts', import.meta.url));
  // With an input that has ended, the node ends as well.
  const output = await outputOf(
    image,
    `set -e; ip -V; nft --version; nc -h 2>&1 | head -n 1; netstat --version | head -n 1; python3 --version; dig -v 2>&1; node ${node} </dev/null; echo "node ended with $?"`,
  );
  expect(output).toMatch(/iproute2.*nftables.*netcat.*net-tools.*Python 3.*DiG 9.*node ended with 0/s);
});

test('an image that is there is not built again', async () => {
  const image = await ensureHostImage(docker);
  const progress: string[] = [];
  expect(await ensureHostImage(docker, { onProgress: (line) => progress.push(line) })).toBe(image);
  expect(progress).toEqual([]);
});

test('two who need the host image at the same time get the same', async () => {
  const both = await Promise.all([docker, await engineClient()].map((engine) => ensureHostImage(engine)));
  expect(both).toEqual([hostImageName(), hostImageName()]);
});

test('a base image that the engine neither has nor gets is a coded error', async () => {
  const progress: string[] = [];
  const failed = ensureHostImage(docker, {
    base: 'localhost:1/nlb-harness-no-such-base:1',
    onProgress: (line) => progress.push(line),
  });
  await expect(failed).rejects.toMatchObject({ code: 'HARNESS_IMAGE_MISSING' });
  expect(progress[0]).toMatch(/^Building nlb-harness-host:[0-9a-f]{12} on localhost:1\//);
});

test('an image of the user is taken as it is, and one that is not there is a coded error', async () => {
  const own = await ensureHostImage(docker);
  expect(await ensureHostImage(docker, { image: own })).toBe(own);
  const image = 'localhost:1/nlb-harness-no-such-image:1';
  await expect(ensureHostImage(docker, { image })).rejects.toMatchObject({ code: 'HARNESS_IMAGE_MISSING' });
});

async function outputOf(image: string, script: string): Promise<string> {
  const container = await docker.createContainer({
    Image: image,
    Cmd: ['sh', '-c', script],
    Labels: { 'nlb-harness.test': 'host-image' },
    HostConfig: { NetworkMode: 'none' },
    Tty: true,
  });
  try {
    await container.start();
    await container.wait();
    return (await container.logs({ stdout: true, stderr: true })).toString();
  } finally {
    await container.remove({ force: true });
  }
}
