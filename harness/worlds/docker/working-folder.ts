import { statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { HarnessError } from '../../errors.ts';

/** The folder that this process works in, as the programs of hosts see it. */
export interface WorkingFolder {
  /** How it is mounted, as Docker takes it. */
  readonly binds: readonly string[];
  /** Where commands run inside; undefined for wherever the container's own programs do. */
  readonly inside: string | undefined;
  /**
   * Returns a command as it is.
   *
   * @throws HarnessError HARNESS_ARGUMENT_INVALID where it names a file that the host cannot see
   */
  check(command: readonly string[]): readonly string[];
}

/** An engine that is reached by its socket is on this machine, and can mount its folders; for any other nobody knows. */
export function workingFolder(isEngineLocal: boolean, folder: string = process.cwd()): WorkingFolder {
  if (isEngineLocal) {
    return { binds: [`${folder}:${folder}:ro`], inside: folder, check: (command) => command };
  }
  const check = (command: readonly string[]) => {
    const file = command.find((part) => isFileWithin(folder, part));
    if (file !== undefined) throw outOfReach(file);
    return command;
  };
  return { binds: [], inside: undefined, check };
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
    `The command names ${file}, a file of this machine, and an engine that is not reached by its socket cannot mount our folders`,
    'Put its text into the command (python3 -c, node -e, sh -c) or the file into an image, or use an engine on this machine',
  );
}
