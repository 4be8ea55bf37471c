import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';

/** The user `nobody` on most systems. */
const NOBODY = { uid: 65_534, gid: 65_534 };

/** Who to be in order to be no root: ourselves, unless that is who we are. */
const plainUser = process.getuid?.() === 0 ? NOBODY : {};

/** Why a plain user cannot run a module of this folder; undefined where it can. */
export function plainUserLacks(file: string): string | undefined {
  const script = 'require("node:fs").accessSync(process.argv[1])';
  const { status } = spawnSync(process.execPath, ['-e', script, file], plainUser);
  return status === 0 ? undefined : `a plain user may not read ${file}`;
}

/** What a module prints when a plain user runs it: one line of JSON first, then text. */
export async function runAsPlainUser(
  file: string,
  environment: NodeJS.ProcessEnv = {},
): Promise<{ said: Record<string, unknown>; rest: string }> {
  const env = { ...process.env, ...environment };
  const { stdout } = await promisify(execFile)(process.execPath, [file], { ...plainUser, env });
  const [line = '', ...rest] = stdout.split('\n');
  return { said: JSON.parse(line), rest: rest.join('\n').trim() };
}
