import type { ClientSocket } from '../worlds/world.ts';
import type { DatagramResult } from './datagram-result.ts';
import { type SendManyOptions, UdpFlow, type UdpFlowOptions } from './udp-client.ts';

export interface OpenFlowsOptions extends Omit<UdpFlowOptions, 'socket'> {
  /** How many clients. */
  readonly count: number;
  readonly openSocket: () => Promise<ClientSocket>;
}

/** Sockets under way at once: opening thousands in one turn starves the event loop. */
const AT_ONCE = 64;

/** Opens many clients at once. When one fails, those that were opened are closed again. */
export async function openFlows({ count, openSocket, ...options }: OpenFlowsOptions): Promise<FlowSet> {
  const flows: UdpFlow[] = [];
  try {
    while (flows.length < count) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - flows.length) }, openSocket);
      const opened = await Promise.allSettled(batch);
      for (const socket of opened)
        if (socket.status === 'fulfilled') flows.push(new UdpFlow({ ...options, socket: socket.value }));
      const failed = opened.find((socket) => socket.status === 'rejected');
      if (failed) throw failed.reason;
    }
  } catch (error) {
    await Promise.all(flows.map((flow) => flow.close()));
    throw error;
  }
  return new FlowSet(flows);
}

/** Many clients that send at the same time. */
export class FlowSet implements AsyncDisposable {
  readonly flows: readonly UdpFlow[];

  constructor(flows: readonly UdpFlow[]) {
    this.flows = flows;
  }

  /** Sends a datagram on every flow; results in the order of `flows`. */
  async sendAll(options: Pick<SendManyOptions, 'payloadBytes'> = {}): Promise<DatagramResult[]> {
    const results: DatagramResult[] = [];
    for (let first = 0; first < this.flows.length; first += AT_ONCE) {
      const batch = this.flows.slice(first, first + AT_ONCE);
      const sent = await Promise.all(batch.map((flow) => flow.sendMany({ ...options, count: 1 })));
      results.push(...sent.flat());
    }
    return results;
  }

  async close(): Promise<void> {
    await Promise.all(this.flows.map((flow) => flow.close()));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** How many datagrams each target served, by its name; those that were lost are left out. */
export function countByTarget(results: readonly DatagramResult[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { servedBy } of results)
    if (servedBy !== undefined) counts.set(servedBy, (counts.get(servedBy) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
