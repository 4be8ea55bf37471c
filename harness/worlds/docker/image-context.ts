import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the host image is made of. */
export interface ImageContext {
  /** Folder that the paths of `files` start from: that of package.json. */
  readonly root: string;
  /** With slashes on every system. The Dockerfile is among them. */
  readonly files: readonly string[];
  readonly dockerfile: string;
  /** Packages as npm takes them, e.g. `koffi@^3.3.4`. */
  readonly packages: readonly string[];
  /** Of everything above and the base image: another image has another hash. */
  readonly hash: string;
}

/** Where the package is in the image. */
const PLACE = '/opt/nlb-harness';
/** In package.json's `files`, so that the published package can build the image. */
const DOCKERFILE = 'harness/worlds/docker/image/Dockerfile';
/** What the code in the containers imports from npm. */
const PACKAGES = ['ipaddr.js', 'koffi'];
/** The folders that the code in the containers comes from, and what these look at. */
const PARTS = ['clock', 'core', 'libc', 'node', 'targets', 'worlds'];

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** The folder of the code: `harness` in the working tree, `dist` in the published package. */
const CODE = relative(ROOT, fileURLToPath(new URL('../../', import.meta.url)));

/** Cheap enough to be asked at every start of a world: about a hundred small files are read. */
export function imageContext(base: string): ImageContext {
  const errors = `errors.${isWorkingTree() ? 'ts' : 'js'}`;
  const code = PARTS.flatMap((part) => filesOf(join(CODE, part))).filter((path) => isProduct(path));
  const files = ['package.json', DOCKERFILE, `${CODE}/${errors}`, ...code].toSorted();
  const packages = packageVersions();
  const hash = createHash('sha256').update(JSON.stringify([base, packages]));
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(ROOT, file)));
  return { root: ROOT, files, dockerfile: DOCKERFILE, packages, hash: hash.digest('hex').slice(0, 12) };
}

/** Whether the harness runs from its source, which is edited, and not from the published package. */
export function isWorkingTree(): boolean {
  return import.meta.url.endsWith('.ts');
}

/** Where a module of the harness is in the host image: `pathInImage(new URL('./station.ts', import.meta.url))`. */
export function pathInImage(module: URL): string {
  return `${PLACE}/${withSlashes(relative(ROOT, fileURLToPath(module)))}`;
}

function packageVersions(): string[] {
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  return PACKAGES.map((name) => `${name}@${dependencies[name]}`);
}

function filesOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => withSlashes(relative(ROOT, join(entry.parentPath, entry.name))));
}

/** Neither tests, nor what they use, nor types without code. */
function isProduct(path: string): boolean {
  return /\.(ts|js|mjs)$/.test(path) && !/\.(test|fixture|d)\.ts$|\/testing\/|\/test-/.test(path);
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
