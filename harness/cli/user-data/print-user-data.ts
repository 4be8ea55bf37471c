import { generateUserData } from '../../index.ts';
import { targetConfig, type UserDataOptions } from './target-config.ts';

/** Prints user data for the target agent, or for a command of the user's own. */
export async function printUserData(command: readonly string[], options: UserDataOptions): Promise<void> {
  const userData = generateUserData(await targetConfig(command, options));
  process.stdout.write(options.base64 ? `${Buffer.from(userData).toString('base64')}\n` : userData);
}
