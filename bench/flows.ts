/**
 * How many flows a load-balancer node bears: 10,000 clients send 5,000 datagrams a second in turn through a node
 * in a worker thread to four echo targets and back. The clients and the targets have processes of their own, so
 * that each process stays within its limit of open files.
 *
 *     node bench/flows.ts [--flows 10000] [--rate 5000] [--seconds 5] [--targets 4] [--bytes 64]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import type { Endpoint } from '../harness/core/network/endpoint.ts';
import { startWorkerNode } from '../harness/node/worker-node.ts';
import { ask } from './ask-child.ts';
import { addresses, nodeSettings, routesTo } from './bench-routes.ts';
import type { TrafficOrder, TrafficResult } from './flows-generator.ts';

const { values } = parseArgs({
  options: {
    flows: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '5' },
    targets: { type: 'string', default: '4' },
    bytes: { type: 'string', default: '64' },
  },
});
const settings = {
  flows: Number(values.flows),
  datagramsPerSecond: Number(values.rate),
  seconds: Number(values.seconds),
  targets: Number(values.targets),
  payloadBytes: Number(values.bytes),
};

const echo = startChild('./flows-echo.ts');
const generator = startChild('./flows-generator.ts');
await using node = await startWorkerNode(nodeSettings());
node.onEvent((event) => console.error(JSON.stringify(event)));
try {
  const targets = await ask<readonly Endpoint[]>(echo, addresses('127.221.1', settings.targets));
  const [listener] = await node.applyRoutes(routesTo(targets, 'UDP'));
  const rssBeforeBytes = process.memoryUsage().rss;
  const { targets: _, ...order } = settings;
  const traffic = await ask<TrafficResult>(generator, {
    ...order,
    to: listener!.actual,
    addresses: addresses('127.221.2', 100),
  } satisfies TrafficOrder);
  const { counters, flows } = await node.snapshot();
  const { p50, p99, max } = traffic.latencyMs;
  console.log(
    JSON.stringify(
      {
        machine: {
          cpu: cpus()[0]?.model,
          cores: availableParallelism(),
          memory: mebibytes(totalmem()),
          kernel: release(),
          node: process.version,
        },
        settings,
        sent: traffic.sent,
        received: traffic.received,
        lost: traffic.sent - traffic.received,
        achievedDatagramsPerSecond: Math.round((traffic.sent / traffic.sendingMs) * 1_000),
        roundTripMs: { p50: round(p50), p99: round(p99), max: round(max) },
        flows: { answered: traffic.answeredFlows, inTable: flows.length },
        rss: {
          nodeBefore: mebibytes(rssBeforeBytes),
          nodeAfter: mebibytes(process.memoryUsage().rss),
          generator: mebibytes(traffic.rssBytes),
        },
        counters,
      },
      undefined,
      2,
    ),
  );
  process.exitCode = traffic.received === traffic.sent ? 0 : 1;
} finally {
  for (const child of [echo, generator]) if (child.connected) child.disconnect();
}

function startChild(file: string): ChildProcess {
  return fork(new URL(file, import.meta.url), { execArgv: [] });
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1_048_576)} MiB`;
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}
