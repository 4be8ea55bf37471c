import type Docker from 'dockerode';
import { HarnessError } from '../../errors.ts';
import { buildImage, type ImageBuild } from './build-image.ts';
import { followEngineWork } from './engine-work.ts';
import { type ImageContext, imageContext, isWorkingTree } from './image-context.ts';
import { removeOldImages } from './old-images.ts';

export interface HostImageOptions {
  /**
   * An image to use as it is, instead of building one; the engine pulls it where it has to. It must hold what the
   * host image of this version holds. Default: the environment variable NLB_HOST_IMAGE.
   */
  readonly image?: string | undefined;
  /** What the host image is built on. Default: NLB_HOST_BASE_IMAGE, then `node:24-bookworm-slim`. */
  readonly base?: string | undefined;
  /** Told a line for each step of a build or a pull, which may take minutes; never called when the image is there. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

const DEFAULT_BASE = 'node:24-bookworm-slim';
/** By engine and name: what this process is looking for or building already. */
const pending = new WeakMap<Docker, Map<string, Promise<string>>>();

/**
 * The name of the image that all containers of a docker world are made of. It is built where the engine does not
 * have it; its name tells what is in it, so whoever builds at the same time makes the same.
 *
 * @throws HarnessError HARNESS_IMAGE_MISSING, HARNESS_IMAGE_BUILD_FAILED
 */
export function ensureHostImage(docker: Docker, options: HostImageOptions = {}): Promise<string> {
  const tell = options.onProgress ?? (() => undefined);
  const own = options.image ?? process.env.NLB_HOST_IMAGE;
  if (own) return once(docker, own, () => findOrPull(docker, own, tell));
  const base = options.base ?? defaultBase();
  const context = imageContext(base);
  const name = nameOf(context);
  return once(docker, name, () => findOrBuild(docker, { name, base, context, onProgress: tell }));
}

/** What the host image on this base is called, whether it is there or not. */
export function hostImageName(base: string = defaultBase()): string {
  return nameOf(imageContext(base));
}

/** What the host image is built on unless somebody says otherwise. */
export function defaultBase(): string {
  return process.env.NLB_HOST_BASE_IMAGE || DEFAULT_BASE;
}

function nameOf(context: ImageContext): string {
  return `nlb-harness-host:${context.hash}`;
}

/** Whoever asks while the image is looked for or built waits for the same. */
function once(docker: Docker, name: string, make: () => Promise<string>): Promise<string> {
  const ofEngine = pending.get(docker) ?? new Map<string, Promise<string>>();
  pending.set(docker, ofEngine);
  const image = ofEngine.get(name) ?? make().finally(() => ofEngine.delete(name));
  ofEngine.set(name, image);
  return image;
}

async function findOrBuild(docker: Docker, build: ImageBuild): Promise<string> {
  const { name, base, onProgress } = build;
  if (await isThere(docker, name)) return name;
  onProgress(`Building ${name} on ${base}`);
  await buildImage(docker, build);
  // Else every edit would leave an image.
  if (isWorkingTree()) await removeOldImages(docker, name);
  return name;
}

async function findOrPull(docker: Docker, name: string, tell: (line: string) => void): Promise<string> {
  if (await isThere(docker, name)) return name;
  tell(`Pulling ${name}`);
  try {
    await followEngineWork(docker, await docker.pull(name));
  } catch (cause) {
    throw new HarnessError(
      'HARNESS_IMAGE_MISSING',
      `The engine has no image ${name} and cannot pull it: ${(cause as Error).message}`,
      'Check the name in NLB_HOST_IMAGE, or unset it to have the host image built',
      { cause },
    );
  }
  return name;
}

async function isThere(docker: Docker, name: string): Promise<boolean> {
  try {
    await docker.getImage(name).inspect();
    return true;
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 404) return false;
    throw error;
  }
}
