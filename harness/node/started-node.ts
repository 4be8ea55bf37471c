import type { TimeBase } from '../clock/time-base.ts';
import type { NodeTraffic } from '../core/cloudwatch/node-traffic.ts';
import type { Routes } from '../core/forwarding/routes.ts';
import type { AddressMapTable } from '../core/network/address-map.ts';
import type { BoundListener, NodeEvent, NodeSnapshot, Probe, ProbeResult } from './protocol.ts';

/** A load-balancer node that runs and obeys. What it cannot do rejects with a HarnessError. */
export interface StartedNode extends AsyncDisposable {
  setTime(base: TimeBase): Promise<void>;
  setAddressMap(table: AddressMapTable): Promise<void>;
  /**
   * Resolves to what is bound. Rejects with HARNESS_PORT_IN_USE and the like for a listener that could not be;
   * the others are served then, and applying the routes again tries again.
   */
  applyRoutes(routes: Routes): Promise<readonly BoundListener[]>;
  /** One attempt of a health check, without time-out: `cancel` makes it `cancelled`. */
  probe(probe: Probe): RunningProbe;
  /** Forgets flows that are idle for 120 s (NLB-RT-02). Resolves to what was counted since the last call. */
  sweep(): Promise<readonly NodeTraffic[]>;
  /** Waits until no datagram is in a send call. */
  snapshot(): Promise<NodeSnapshot>;
  /** All events but the answers to commands; returns how to unsubscribe. */
  onEvent(listener: (event: NodeEvent) => void): () => void;
  /** Resolves with the cause if the node dies by itself. */
  readonly lost: Promise<Error>;
  /** Idempotent; commands after it reject with HARNESS_WORLD_STOPPED. */
  stop(): Promise<void>;
}

export interface RunningProbe {
  readonly result: Promise<ProbeResult>;
  cancel(): void;
}
