import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import { removeOldImages } from './old-images.ts';

const HOUR_S = 60 * 60;
const NOW_S = 1_800_000_000;

interface Image {
  readonly Id: string;
  readonly RepoTags: string[] | null;
  readonly Created: number;
}

test('host images of an hour ago are removed, unless a container uses them', async () => {
  const engine = engineWith(
    { Id: 'current', RepoTags: ['nlb-harness-host:2'], Created: NOW_S },
    { Id: 'old', RepoTags: ['nlb-harness-host:1'], Created: NOW_S - HOUR_S },
    { Id: 'in-use', RepoTags: ['nlb-harness-host:0'], Created: NOW_S - HOUR_S },
    { Id: 'untagged', RepoTags: null, Created: NOW_S - HOUR_S },
  );
  await removeOldImages(engine.docker, 'nlb-harness-host:2');
  expect(engine.removed).toEqual(['old', 'untagged']);
});

test('what another working tree has just built stays', async () => {
  const engine = engineWith(
    { Id: 'theirs', RepoTags: ['nlb-harness-host:1'], Created: NOW_S - 60 },
    { Id: 'current', RepoTags: ['nlb-harness-host:2'], Created: NOW_S },
  );
  await removeOldImages(engine.docker, 'nlb-harness-host:2');
  expect(engine.removed).toEqual([]);
});

test('an image that was there before the others keeps them', async () => {
  const engine = engineWith(
    { Id: 'newer', RepoTags: ['nlb-harness-host:2'], Created: NOW_S },
    { Id: 'current', RepoTags: ['nlb-harness-host:1'], Created: NOW_S - HOUR_S },
  );
  await removeOldImages(engine.docker, 'nlb-harness-host:1');
  expect(engine.removed).toEqual([]);
});

/** An engine with these host images, which refuses to remove what is in use. */
function engineWith(...images: readonly Image[]): { readonly docker: Docker; readonly removed: string[] } {
  const removed: string[] = [];
  const getImage = (id: string) => ({
    remove: async () => {
      if (id === 'in-use') throw new Error('conflict: image is being used by a container');
      removed.push(id);
    },
  });
  return { docker: { listImages: async () => images, getImage } as unknown as Docker, removed };
}
