import type { SecurityGroupPeer } from '../ec2/state.ts';
import type { ListenerProtocol } from '../elbv2/state.ts';

/**
 * What the load-balancer nodes need to know, derived from the state of the API: a snapshot, plain JSON.
 *
 * Health, cross-zone, fail-open, draining and weights are already applied here, per node; a verdict only looks
 * at flows, security groups and the hash.
 */
export interface Routes {
  readonly nodes: readonly NodeRoutes[];
}

/** One load balancer in one enabled zone. */
export interface NodeRoutes {
  readonly region: string;
  readonly loadBalancerArn: string;
  readonly availabilityZone: string;
  /** The node's private address in the zone's subnet. */
  readonly address: string;
  readonly active: boolean;
  /** Undefined where the load balancer has no security groups: then nothing is filtered. */
  readonly securityGroups: NodeSecurityGroups | undefined;
  readonly listeners: readonly ListenerRoute[];
}

export interface NodeSecurityGroups {
  readonly ids: readonly string[];
  readonly inbound: readonly TrafficRule[];
  readonly outbound: readonly TrafficRule[];
}

/** A security-group rule with what is needed to evaluate it without looking at any other state. */
export interface TrafficRule {
  readonly ipProtocol: string;
  readonly fromPort: number | undefined;
  readonly toPort: number | undefined;
  readonly peer: SecurityGroupPeer;
  /** For a group reference: the private addresses of the interfaces that carry the group. */
  readonly peerAddresses: readonly string[];
}

export interface ListenerRoute {
  readonly listenerArn: string;
  readonly protocol: ListenerProtocol;
  readonly port: number;
  readonly targetGroups: readonly TargetGroupRoute[];
  /** `tcp.idle_timeout.seconds` (NLB-LI-15); undefined for a listener that takes no TCP. */
  readonly tcpIdleTimeoutMs: number | undefined;
  /** The action's TargetGroupStickinessConfig: a client keeps its target group (NLB-RT-28). */
  readonly targetGroupStickiness: boolean;
}

export interface TargetGroupRoute {
  readonly targetGroupArn: string;
  /** 0 to 999. A group at 0 takes no new flow, and its flows end (NLB-LI-11). */
  readonly weight: number;
  /** `stickiness.enabled` with type source_ip (NLB-RT-19). */
  readonly sourceIpStickiness: boolean;
  /** `preserve_client_ip.enabled`: false for TCP only, where targets then see the node's address (NLB-TG-15). */
  readonly preserveClientAddress: boolean;
  /** `proxy_protocol_v2.enabled`: TCP connections to targets begin with the client's endpoint (NLB-TC-11). */
  readonly proxyProtocol: boolean;
  /** True while the candidates are all targets because too few are healthy (NLB-RT-12). */
  readonly failOpen: boolean;
  /** Where a new flow may go from this node. */
  readonly candidates: readonly TargetRoute[];
  /**
   * Where an existing flow may stay although no new one may come: draining targets (NLB-RT-08), and deregistered
   * or unhealthy ones where the group's attributes say that flows are not ended (NLB-RT-09, NLB-RT-11).
   */
  readonly keepers: readonly TargetRoute[];
}

export interface TargetRoute {
  readonly id: string;
  readonly address: string;
  readonly port: number;
  readonly availabilityZone: string | undefined;
  /** Inbound rules of the target's interface; undefined where the address is nobody's we know of. */
  readonly inbound: readonly TrafficRule[] | undefined;
}
