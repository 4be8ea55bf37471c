import type Docker from 'dockerode';
import { HOST_IMAGE_LABEL } from './build-image.ts';

/** Another working tree may be about to start containers of an image that it has just built. */
const LEFT_ALONE_FOR_S = 15 * 60;

/** Removes host images of earlier states of the source that no container uses. What cannot be removed is left. */
export async function removeOldImages(docker: Docker, current: string): Promise<void> {
  const images = await docker.listImages({ filters: { label: [HOST_IMAGE_LABEL] } });
  const newest = images.find(({ RepoTags }) => RepoTags?.includes(current));
  const before = (newest?.Created ?? 0) - LEFT_ALONE_FOR_S;
  const old = images.filter(({ Id, Created }) => Id !== newest?.Id && Created < before);
  // Without force: the engine refuses to remove what a container is made of.
  await Promise.allSettled(old.map(({ Id }) => docker.getImage(Id).remove()));
}
