/**
 * How long users wait: for a loopback world, for its first healthy deployment, and for the first datagram of the
 * demo after its process has started. Medians, with the range, of runs in one sitting.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { deploy, startLoopbackWorld } from '../harness/index.ts';
import { describeMachine, printRow } from './print.ts';

const RUNS = Number(process.argv[2] ?? 7);
const CLI = fileURLToPath(new URL('../harness/cli/bin.mjs', import.meta.url));

console.log(describeMachine());
const worldMs: number[] = [];
const deployMs: number[] = [];
for (let run = 0; run < RUNS; run++) {
  const startedAt = performance.now();
  await using world = await startLoopbackWorld();
  worldMs.push(performance.now() - startedAt);
  const deployAt = performance.now();
  await using _deployment = await deploy(world);
  deployMs.push(performance.now() - deployAt);
}
printRow('loopback world, start to ready', 'ms', worldMs, 'under 300');
printRow('two healthy targets behind an NLB', 'ms', deployMs);

const firstDatagramMs: number[] = [];
for (let run = 0; run < Math.min(RUNS, 5); run++) firstDatagramMs.push(await measureDemo());
printRow('demo, process start to first datagram', 'ms', firstDatagramMs, 'under 2000');

/** From just before the process is started to the line that says the first datagram was served. */
async function measureDemo(): Promise<number> {
  const startedAt = performance.now();
  const demo = spawn(process.execPath, [CLI, 'demo', '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let elapsedMs = Number.NaN;
  for await (const line of createInterface({ input: demo.stdout })) {
    if ((JSON.parse(line) as { kind: string }).kind !== 'datagram') continue;
    elapsedMs = performance.now() - startedAt;
    break;
  }
  demo.kill('SIGINT');
  await new Promise((resolve) => demo.once('exit', resolve));
  return elapsedMs;
}
