import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Finding } from './finding.ts';

/** Long enough for any of these programs on a busy machine; one that hangs is one that does not work. */
const PATIENCE_MS = 5_000;

/** Whether a program is there. Administrators' programs are often outside of a user's PATH. */
export async function programFinding(program: string, remedy: string): Promise<Finding> {
  const path = await findProgram(program);
  return {
    what: program,
    ok: path !== undefined,
    found: path ?? 'not found',
    remedy: path ? undefined : remedy,
  };
}

async function findProgram(program: string): Promise<string | undefined> {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  for (const folder of folders.filter((name) => name !== '')) {
    const path = join(folder, program);
    if (
      await access(path, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return path;
  }
  return undefined;
}

/** Whether a command ends with exit code 0; else the first line that it said on stderr. */
export function tryCommand(
  command: string,
  args: readonly string[],
): Promise<{ readonly ok: boolean; readonly said: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], timeout: PATIENCE_MS });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.once('error', (error) => resolve({ ok: false, said: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, said: said.trim().split('\n')[0] ?? '' }));
  });
}
