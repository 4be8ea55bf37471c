import { HarnessError } from '../errors.ts';
import type { ProgramConfig } from '../targets/agent-config.ts';

/**
 * The command of a program that is to run on a host itself.
 *
 * @throws HarnessError HARNESS_CAPABILITY_MISSING when it is a container image
 */
export function plainCommand({ image, command = [] }: ProgramConfig): readonly string[] {
  if (image === undefined) return command;
  throw new HarnessError(
    'HARNESS_CAPABILITY_MISSING',
    `Nothing runs containers here, and the user data of the host names the image '${image}'`,
    'Use the docker world, or give the program as a command',
  );
}
