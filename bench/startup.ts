/**
 * How long users wait: for each world, for its first healthy deployment and for its end, and for the first datagram
 * of the demo after its process has started. Medians, with the range, of runs in one sitting.
 */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { examineDocker } from '../harness/emulator/examine-docker.ts';
import {
  deploy,
  type StartedWorld,
  startDockerWorld,
  startLoopbackWorld,
  startNetnsWorld,
} from '../harness/index.ts';
import { startLocalStack } from '../harness/localstack/start-localstack.ts';
import { examineNetnsRequirements } from '../harness/worlds/netns/requirements.ts';
import { describeMachine, printRow } from './print.ts';

const RUNS = Number(process.argv[2] ?? 7);
const CLI = fileURLToPath(new URL('../harness/cli/bin.mjs', import.meta.url));

console.log(describeMachine());
await measureWorld('loopback', () => startLoopbackWorld(), 'under 300');
if ((await examineNetnsRequirements()).every(({ ok }) => ok))
  await measureWorld('netns', () => startNetnsWorld(), 'under 500');
else console.log('netns: left out, as it does not work here (nlb-harness doctor says why)');
if ((await examineDocker()).required.every(({ ok }) => ok)) {
  // The first start may build the host image.
  await (await startDockerWorld({ localStack: false, onProgress: console.log })).stop();
  await measureWorld('docker', () => startDockerWorld({ localStack: false }), 'under 5000');
  await measureWorld('docker, its own LocalStack beside it', () => startDockerWorld());
  await measureLocalStack();
} else console.log('docker: left out, as it does not work here (nlb-harness doctor says why)');

const firstDatagramMs: number[] = [];
for (let run = 0; run < Math.min(RUNS, 5); run++) firstDatagramMs.push(await measureDemo());
printRow('demo, process start to first datagram', 'ms', firstDatagramMs, 'under 2000');

async function measureWorld(name: string, start: () => Promise<StartedWorld>, aim?: string): Promise<void> {
  const worldMs: number[] = [];
  const deployMs: number[] = [];
  const stopMs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    const world = await start();
    worldMs.push(performance.now() - startedAt);
    const deployAt = performance.now();
    const deployment = await deploy(world);
    deployMs.push(performance.now() - deployAt);
    await deployment[Symbol.asyncDispose]();
    const stopAt = performance.now();
    await world.stop();
    stopMs.push(performance.now() - stopAt);
  }
  printRow(`${name}: start to ready`, 'ms', worldMs, aim);
  printRow(`${name}: two healthy targets behind an NLB`, 'ms', deployMs);
  printRow(`${name}: stop`, 'ms', stopMs);
}

/** By itself, to compare with the world that has one beside it. */
async function measureLocalStack(): Promise<void> {
  const readyMs: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const startedAt = performance.now();
    await using _localStack = await startLocalStack();
    readyMs.push(performance.now() - startedAt);
  }
  printRow('LocalStack alone: start until its EC2 answers', 'ms', readyMs);
}

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
