/** The clients of bench/flows.ts, in a process of their own: a socket a flow, sending in turn at a steady rate. */
import { createSocket, type Socket } from 'node:dgram';
import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Endpoint } from '../harness/core/network/endpoint.ts';

export interface TrafficOrder {
  readonly to: Endpoint;
  readonly addresses: readonly string[];
  readonly flows: number;
  readonly datagramsPerSecond: number;
  readonly seconds: number;
  readonly payloadBytes: number;
}

export interface TrafficResult {
  readonly sent: number;
  readonly received: number;
  /** Which flows got at least one answer. */
  readonly answeredFlows: number;
  readonly sendingMs: number;
  readonly latencyMs: { readonly p50: number; readonly p99: number; readonly max: number };
  readonly rssBytes: number;
}

/** How long to wait for answers after the last one, before what is missing counts as lost. */
const QUIET_MS = 1_000;

process.once('message', async (order: TrafficOrder) => {
  process.send?.(await generate(order));
  process.disconnect?.();
});

process.once('disconnect', () => process.exit());

async function generate({ to, addresses, flows, ...order }: TrafficOrder): Promise<TrafficResult> {
  const latencies: number[] = [];
  const answered = new Set<number>();
  let lastAnswerAt = performance.now();
  const sockets: Socket[] = [];
  for (let flow = 0; flow < flows; flow++) {
    // Looked up at once, so it is bound when `bind` returns.
    const socket = createSocket({ type: 'udp4', lookup: (host, _options, found) => found(null, host, 4) });
    socket.on('message', (payload) => {
      lastAnswerAt = performance.now();
      latencies.push(lastAnswerAt - payload.readDoubleBE(0));
      answered.add(flow);
    });
    socket.bind(0, addresses[flow % addresses.length]);
    sockets.push(socket);
  }
  const startedAt = performance.now();
  const total = order.datagramsPerSecond * order.seconds;
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, ((performance.now() - startedAt) * order.datagramsPerSecond) / 1_000);
    for (; sent < due; sent++) {
      const payload = Buffer.alloc(order.payloadBytes);
      payload.writeDoubleBE(performance.now());
      sockets[sent % flows]!.send(payload, to.port, to.address);
    }
    await setTimeout(1);
  }
  const sendingMs = performance.now() - startedAt;
  while (latencies.length < sent && performance.now() - lastAnswerAt < QUIET_MS) await setImmediate();
  const rssBytes = process.memoryUsage().rss;
  for (const socket of sockets) socket.close();
  latencies.sort((a, b) => a - b);
  const at = (quantile: number) => latencies[Math.floor((latencies.length - 1) * quantile)] ?? Number.NaN;
  const latencyMs = { p50: at(0.5), p99: at(0.99), max: at(1) };
  return { sent, received: latencies.length, answeredFlows: answered.size, sendingMs, latencyMs, rssBytes };
}
