import { HarnessError } from '../errors.ts';

/** A word that a POSIX shell reads as exactly this text, whatever is in it. */
export function quoteForShell(text: string): string {
  if (text.includes('\0'))
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `A shell word cannot hold a NUL character: ${JSON.stringify(text)}`,
      'Take it out of the command or its environment',
    );
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Refuses what a shell would not take as the name of a variable. */
export function checkVariableName(name: string): void {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    throw new HarnessError(
      'HARNESS_ARGUMENT_INVALID',
      `${JSON.stringify(name)} is not the name of an environment variable`,
      'Use letters, digits and underscores, with no digit first',
    );
}
