/** How long the whole of `npm test` takes, and its scenarios alone. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeMachine, printRow } from './print.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

console.log(describeMachine());
measure('npm test', ['test'], 'under 60');
measure('npm test, scenarios alone', ['test', '--', '--project', 'loopback']);

function measure(what: string, parameters: string[], goal?: string): void {
  const startedAt = performance.now();
  const { status } = spawnSync('npm', parameters, {
    cwd: ROOT,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  printRow(what, 's', [(performance.now() - startedAt) / 1000], goal);
  if (status !== 0) {
    console.error(`${what} failed: run it by itself to see why`);
    process.exitCode = 1;
  }
}
