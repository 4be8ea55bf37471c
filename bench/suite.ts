/** How long the parts of `npm test` take. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeMachine, printRow } from './print.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

console.log(describeMachine());
measure('unit tests and loopback scenarios', ['unit', 'loopback'], 'under 60');
measure('loopback scenarios alone', ['loopback']);
measure('netns scenarios alone', ['netns'], 'under 90');
measure('docker scenarios alone', ['docker'], 'under 600');

function measure(what: string, projects: readonly string[], goal?: string): void {
  const startedAt = performance.now();
  const { status } = spawnSync(
    process.execPath,
    ['node_modules/vitest/vitest.mjs', 'run', ...projects.map((project) => `--project=${project}`)],
    { cwd: ROOT, stdio: 'ignore' },
  );
  printRow(what, 's', [(performance.now() - startedAt) / 1000], goal);
  if (status !== 0) {
    console.error(`${what} failed: run it by itself to see why`);
    process.exitCode = 1;
  }
}
