/**
 * What one load-balancer node (a load balancer in one zone) has counted since it was last asked. Plain JSON.
 *
 * Processed is what the node forwarded, towards targets and back to clients; a datagram is one packet.
 */
export interface NodeTraffic {
  readonly loadBalancerArn: string;
  readonly availabilityZone: string;
  readonly processedPackets: number;
  /** With the headers of IP and UDP (NLB-CW-03). */
  readonly processedBytes: number;
  /** Datagrams that no inbound rule of the load balancer's groups admitted. */
  readonly blockedInbound: number;
  readonly blockedOutbound: number;
  /** Datagrams for which there was no target or no target group to choose. */
  readonly rejected: number;
  /** Datagrams for which the node got no port of its own to send from. */
  readonly portAllocationErrors: number;
  /** Flows that were routed while their target group failed open (NLB-RT-12). */
  readonly unhealthyRouting: number;
  /** Flows by target group ARN. */
  readonly targetGroups: Readonly<Record<string, FlowCount>>;
}

export interface FlowCount {
  /** Flows that were opened since the node was last asked. */
  readonly opened: number;
  /** Flows that there are now. */
  readonly active: number;
}

/** IPv4 header without options, and UDP header: what the wire carries beside a datagram's payload. */
export const HEADER_BYTES = 20 + 8;
