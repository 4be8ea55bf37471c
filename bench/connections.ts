/**
 * What a TCP listener costs: connections a second and megabytes a second through a node in a process of its own, beside
 * a direct connection and nginx's stream proxy in the same run. Clients and targets have one processor, what is
 * measured the other. Last, a client that writes to a target which does not read: memory must not grow.
 *
 *     node bench/connections.ts [--rounds 5] [--seconds 2] [--targets 4] [--at-a-time 64] [--bytes 64] [--streams 4]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { connectionTracking } from '../harness/cli/doctor/connection-tracking.ts';
import type { Endpoint } from '../harness/core/network/endpoint.ts';
import { NODE_ENTRY, type NodeProcess, startProcessNode } from '../harness/node/process-node.ts';
import type { StartedNode } from '../harness/node/started-node.ts';
import { ask } from './ask-child.ts';
import { addresses, nodeSettings, routesTo } from './bench-routes.ts';
import type { ClientOrder, ClientResult } from './connections-client.ts';
import { NGINX_REMEDY, startNginxStream } from './nginx-stream.ts';
import { CAN_PIN, cpuTimeMs, forkPinned, residentMebibytes, spawnPinned } from './pinned-process.ts';
import { describeMachine, printRow } from './print.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    targets: { type: 'string', default: '4' },
    'at-a-time': { type: 'string', default: '64' },
    bytes: { type: 'string', default: '64' },
    streams: { type: 'string', default: '4' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);
const calls = {
  kind: 'connections',
  atATime: Number(values['at-a-time']),
  payloadBytes: Number(values.bytes),
} as const;
const streams = { kind: 'streams', atATime: Number(values.streams) } as const;

/** A way from the clients to the targets. */
interface Way {
  readonly name: string;
  readonly to: Endpoint;
  /** Whose processor time counts; undefined for a direct connection. */
  readonly pid: number | undefined;
}

/** By way, one entry a round. */
type Samples = Map<string, { rate: number; cpu: number | undefined }[]>;

console.log(describeMachine());
if (!CAN_PIN) console.log('LEFT OUT: a processor of its own for what is measured (needs two, and taskset)');

const target = forkPinned('around', new URL('./connections-target.ts', import.meta.url));
const client = forkPinned('around', new URL('./connections-client.ts', import.meta.url));
try {
  const targets = await ask<readonly Endpoint[]>(target, addresses('127.222.1', Number(values.targets)));
  const nodeProcess = startNodeProcess();
  await using node = await startProcessNode(nodeSettings(), nodeProcess);
  const [listener] = await node.applyRoutes(routesTo(targets, 'TCP'));
  const nodeWay = { name: 'node', to: listener!.actual, pid: nodeProcess.pid };
  await using nginx = await startNginxStream(targets);
  if (nginx) console.log(`nginx ${nginx.version}, one process`);
  else console.log(`LEFT OUT: nginx's stream proxy (${NGINX_REMEDY})`);
  const ways: Way[] = [{ name: 'direct', to: targets[0]!, pid: undefined }, nodeWay];
  if (nginx) ways.push({ name: 'nginx', to: nginx.at, pid: nginx.pid });

  console.log(`\n${calls.atATime} at a time: connect, say ${calls.payloadBytes} bytes, hear them again, end`);
  print(await measure(ways, calls, ({ connections }) => connections), '/s', 'µs a connection');
  const tracking = connectionTracking();
  if (tracking && !tracking.ok)
    console.log(`NOT TO BE TRUSTED: ${tracking.what}: ${tracking.found}. ${tracking.remedy}`);
  console.log(`\n${streams.atATime} streams from client to target`);
  print(await measure(ways, streams, ({ bytes }) => bytes / 1e6), 'MB/s', 'µs a MB');
  await printUnread(node, nodeWay);
} finally {
  for (const child of [target, client]) if (child.connected) child.disconnect();
}

/** Rounds of all ways, in another order each time. */
async function measure(
  ways: readonly Way[],
  order: typeof calls | typeof streams,
  amountOf: (result: ClientResult) => number,
): Promise<Samples> {
  const samples: Samples = new Map(ways.map(({ name }) => [name, []]));
  // The first of each is a warm-up.
  for (let round = 0; round <= rounds; round++)
    for (const way of rotated(ways, round)) {
      const cpuBefore = way.pid && cpuTimeMs(way.pid);
      const result = await ask<ClientResult>(client, orderTo(way.to, order));
      const cpuAfter = way.pid && cpuTimeMs(way.pid);
      if (result.failed > 0) throw new Error(`${result.failed} connections failed: ${way.name}`);
      const amount = amountOf(result);
      const cpuMs = cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore;
      if (round > 0)
        samples.get(way.name)?.push({
          rate: (amount / result.elapsedMs) * 1_000,
          cpu: cpuMs === undefined ? undefined : (cpuMs * 1_000) / amount,
        });
    }
  return samples;
}

function print(samples: Samples, rateUnit: string, cpuUnit: string): void {
  for (const [name, taken] of samples) {
    printRow(
      name,
      rateUnit,
      taken.map(({ rate }) => rate),
    );
    const cpu = taken.flatMap((sample) => sample.cpu ?? []);
    if (cpu.length > 0) printRow(`${name}, its processor time`, cpuUnit, cpu);
  }
  const [node, nginx] = [samples.get('node'), samples.get('nginx')];
  if (node && nginx)
    printRow(
      'node, of what nginx does in the same round',
      '%',
      node.map(({ rate }, round) => (100 * rate) / nginx[round]!.rate),
    );
}

/** Back-pressure: what a target does not read stays with the client. */
async function printUnread(node: StartedNode, { to, pid }: Way): Promise<void> {
  const order = { kind: 'unread', atATime: 20 } as const;
  console.log(`\n${order.atATime} clients write for ${seconds} s to targets that do not read`);
  const before = pid && residentMebibytes(pid);
  const { bytes } = await ask<ClientResult>(client, orderTo(to, order));
  const after = pid && residentMebibytes(pid);
  const { toTargets } = (await node.snapshot()).counters.connections;
  printRow('taken from the clients by the system', 'MiB', [bytes / 2 ** 20]);
  printRow('held in the node for targets', 'KiB', [toTargets.heldBytes / 2 ** 10]);
  if (before && after) {
    printRow('resident set of the node before', 'MiB', [before]);
    printRow('resident set of the node after', 'MiB', [after]);
  }
}

function orderTo(
  to: Endpoint,
  order: typeof calls | typeof streams | { kind: 'unread'; atATime: number },
): ClientOrder {
  return { ...order, to, addresses: addresses('127.222.2', 250), seconds };
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  return items.map((_, index) => items[(index + by) % items.length]!);
}

function startNodeProcess(): NodeProcess & { readonly pid: number | undefined } {
  const child = spawnPinned('measured', [process.execPath, NODE_ENTRY]);
  return {
    pid: child.pid,
    stdin: child.stdin!,
    stdout: child.stdout!,
    stderr: child.stderr!,
    exited: once(child, 'exit').then(([status, signal]) => ({ status, signal })),
    closed: once(child, 'close').then(() => undefined),
    signal: (name) => child.kill(name),
  };
}
