/**
 * What one load-balancer node (a load balancer in one zone) has counted since it was last asked. Plain JSON.
 *
 * Processed is what the node forwarded, towards targets and back to clients; a datagram is one packet, and so is a
 * piece of a TCP stream as the node reads it (unsure: the real packets are not seen).
 */
export interface NodeTraffic {
  readonly loadBalancerArn: string;
  readonly availabilityZone: string;
  readonly processedPackets: number;
  /** With the headers of IP, UDP and TCP (NLB-CW-03). */
  readonly processedBytes: number;
  /** Datagrams that no inbound rule of the load balancer's groups admitted. */
  readonly blockedInbound: number;
  readonly blockedOutbound: number;
  /** Datagrams and connections for which there was no target or no target group to choose. */
  readonly rejected: number;
  /** Datagrams and connections for which the node got no port of its own to send from. */
  readonly portAllocationErrors: number;
  /** Flows that were routed while their target group failed open (NLB-RT-12). */
  readonly unhealthyRouting: number;
  /** What of the above is TCP's, and its resets. */
  readonly tcp: TcpTraffic;
  /** Flows by target group ARN, of both protocols. */
  readonly targetGroups: Readonly<Record<string, FlowCount>>;
}

export interface FlowCount {
  /** Flows that were opened since the node was last asked. */
  readonly opened: number;
  /** Flows that there are now. */
  readonly active: number;
  /** TCP connections among them. */
  readonly tcp: { readonly opened: number; readonly active: number };
}

/** Counters of TCP (NLB-TC-09). */
export interface TcpTraffic {
  readonly processedBytes: number;
  readonly blockedInbound: number;
  readonly blockedOutbound: number;
  readonly rejected: number;
  /** Resets that a client sent, that a target sent, and that the load balancer made itself. */
  readonly clientResets: number;
  readonly targetResets: number;
  readonly loadBalancerResets: number;
}

/** IPv4 header without options, and UDP header: what the wire carries beside a datagram's payload. */
export const HEADER_BYTES = 20 + 8;

/** The same for TCP without options. */
export const TCP_HEADER_BYTES = 20 + 20;
