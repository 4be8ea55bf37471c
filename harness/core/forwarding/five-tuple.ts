import { type Endpoint, formatEndpoint, type TransportProtocol } from '../network/endpoint.ts';

/** What identifies a flow (NLB-RT-01). Addresses are those of the emulated network. */
export interface FiveTuple {
  readonly protocol: TransportProtocol;
  /** The client. */
  readonly source: Endpoint;
  /** The load-balancer node and the listener's port. */
  readonly destination: Endpoint;
}

/** `udp 203.0.113.9:40001 > 172.31.0.10:8080`, for people and as a map key. */
export function formatFiveTuple({ protocol, source, destination }: FiveTuple): string {
  return `${protocol} ${formatEndpoint(source)} > ${formatEndpoint(destination)}`;
}
