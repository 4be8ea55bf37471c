import type { AddressMap } from '../../core/network/address-map.ts';
import type { Probe, ProbeResult } from '../protocol.ts';
import { CANCELLED, type ProbeRoute } from './probe-route.ts';
import { probeTcp } from './tcp.ts';

/** The probes that are under way, by the id of their command. */
export class RunningProbes {
  readonly #running = new Map<number, AbortController>();

  /** Resolves to what was seen; rejects with a HarnessError where this machine is at fault. */
  async run(id: number, probe: Probe, route: ProbeRoute): Promise<ProbeResult> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      if (probe.protocol === 'TCP') return await probeTcp(route, controller.signal);
      // Loaded when it is needed: HTTP and TLS are half of what a node would load to start.
      const { probeHttp } = await import('./http.ts');
      if (controller.signal.aborted) return CANCELLED;
      return await probeHttp(probe, route, controller.signal);
    } finally {
      this.#running.delete(id);
    }
  }

  /** Ends a probe with `cancelled`; does nothing when it is over. */
  cancel(id: number): void {
    this.#running.get(id)?.abort();
  }

  cancelAll(): void {
    for (const controller of this.#running.values()) controller.abort();
  }
}

/** Where a probe's connection goes from and to on this machine. */
export function routeOf(probe: Probe, addressMap: AddressMap, bindAnyPort: boolean): ProbeRoute {
  const from = addressMap.addressToActual(probe.fromAddress);
  // Machines that have only 127.0.0.1: the map leaves the node's address alone, and nobody has it.
  const isElsewhere = bindAnyPort && !from.startsWith('127.');
  return { localAddress: isElsewhere ? undefined : from, to: addressMap.toActual('tcp', probe.to) };
}
