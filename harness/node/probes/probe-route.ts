import type { Endpoint } from '../../core/network/endpoint.ts';
import type { ProbeResult } from '../protocol.ts';

/** The actual ends of a probe's connection. */
export interface ProbeRoute {
  /** The node's address (NLB-HC-01); undefined where the machine does not have it: any then. */
  readonly localAddress: string | undefined;
  readonly to: Endpoint;
}

export const CANCELLED: ProbeResult = { passed: false, detail: 'cancelled' };
