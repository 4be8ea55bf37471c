import type { Endpoint } from '../network/endpoint.ts';

/** One attempt of a health check. */
export interface Probe {
  readonly protocol: 'TCP' | 'HTTP' | 'HTTPS';
  /** The node's own address in its zone: probes come from there (NLB-HC-01). Emulated. */
  readonly fromAddress: string;
  /** Emulated. */
  readonly to: Endpoint;
  readonly path: string | undefined;
  /** Status codes that pass, e.g. `200-399`. */
  readonly matcherHttpCode: string | undefined;
  /** Content of the Host header: the node's address and the listener's port (NLB-HC-04). */
  readonly host: string | undefined;
}

export interface ProbeResult {
  readonly passed: boolean;
  /** What was seen, for people: `connected`, `connection refused`, `status 503`, `cancelled`. */
  readonly detail: string;
}
