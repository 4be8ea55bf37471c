import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { HarnessError } from '../../errors.ts';

/** A folder of this machine at the same place in a container, to be read there. */
export interface FolderMount {
  readonly Type: 'bind';
  readonly Source: string;
  readonly Target: string;
  readonly ReadOnly: true;
}

/** The folder that this process works in, as the programs of hosts see it. */
export interface WorkingFolder {
  /** As Docker takes it; none where hosts do not have the folder. */
  readonly mounts: readonly FolderMount[];
  /** Where commands run inside; undefined for wherever the container's own programs do. */
  readonly inside: string | undefined;
  /**
   * Returns a command as it is.
   *
   * @throws HarnessError HARNESS_ARGUMENT_INVALID where it names a file that the host cannot see
   */
  check(command: readonly string[]): readonly string[];
}

/** Folders that a container has itself: what is in them there would be hidden. */
const OWN_FOLDERS: ReadonlySet<string> = new Set(
  [
    '',
    'bin',
    'dev',
    'etc',
    'lib',
    'lib64',
    'opt',
    'opt/nlb-harness',
    'proc',
    'run',
    'sbin',
    'sys',
    'tmp',
  ].concat([
    'usr',
    'usr/bin',
    'usr/lib',
    'usr/local',
    'usr/local/bin',
    'usr/local/lib',
    'usr/sbin',
    'usr/share',
    'var',
  ]),
);

/** What engines say of a folder that they do not have, or do not share. */
const REFUSED_MOUNT = /bind source path does not exist|mounts denied|invalid mount|not shared/i;

/**
 * The folder for an engine that may have it: one that is reached by a socket is on this machine in most cases. Whether
 * it is so is seen when the first container is made with it.
 */
export function workingFolder(mayBeLocal: boolean, folder: string = process.cwd()): WorkingFolder {
  if (!mayBeLocal || OWN_FOLDERS.has(folder.replace(/^\/+|\/+$/g, ''))) return unmountedFolder(folder);
  return {
    mounts: [{ Type: 'bind', Source: folder, Target: folder, ReadOnly: true }],
    inside: folder,
    check: (command) => command,
  };
}

/** The folder for hosts that do not have it. */
export function unmountedFolder(folder: string = process.cwd()): WorkingFolder {
  const check = (command: readonly string[]) => {
    const file = command.find((part) => isFileWithin(folder, part));
    if (file !== undefined) throw outOfReach(file);
    return command;
  };
  return { mounts: [], inside: undefined, check };
}

/** Whether a container did not come to be because the engine cannot mount a folder. */
export function isRefusedMount(error: unknown): boolean {
  return error instanceof HarnessError && REFUSED_MOUNT.test(error.message);
}

function isFileWithin(folder: string, part: string): boolean {
  const path = resolve(folder, part);
  if (relative(folder, path).split(sep)[0] === '..') return false;
  try {
    return statSync(path).isFile();
  } catch {
    // A script, or a line of text: no name of a file.
    return false;
  }
}

function outOfReach(file: string): HarnessError {
  return new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `The command names ${file}, a file of this machine, and the engine does not mount the folder that we work in`,
    'Put its text into the command (python3 -c, node -e, sh -c) or the file into an image, or use an engine on this machine, and a folder of your own',
  );
}
