/** `npm run bench`: every figure that the documents promise, one after the other, so that none disturbs another. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const BENCHMARKS = ['startup.ts', 'flows.ts', 'connections.ts', 'suite.ts'];

for (const file of BENCHMARKS) {
  console.log(`\n${file}`);
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(file, import.meta.url))], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
