import { spawnSync } from 'node:child_process';

/** Carries out commands of `ip`, one after the other, in the network namespace that this thread is in now. */
export function runIp(commands: readonly string[]): void {
  run('ip', ['-batch', '-'], `${commands.join('\n')}\n`);
}

/** Loads rules for nft there, as a whole or not at all. */
export function runNft(rules: string): void {
  run('nft', ['-f', '-'], rules);
}

function run(program: string, parameters: readonly string[], input: string): void {
  const { error, status, stderr } = spawnSync(program, parameters, { input, encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`${program} ended with status ${status}: ${stderr.trim()}`);
}
