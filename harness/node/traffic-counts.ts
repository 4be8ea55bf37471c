import { HEADER_BYTES, type NodeTraffic, TCP_HEADER_BYTES } from '../core/cloudwatch/node-traffic.ts';
import type { DropReason } from '../core/forwarding/drop-reason.ts';
import type { Flow } from '../core/forwarding/flow.ts';
import type { NodeRoutes } from '../core/forwarding/routes.ts';

/** Which of a node's counters a dropped datagram belongs to; what is in none is in no metric. */
const COUNTED_DROPS = {
  'security-group-inbound': 'blockedInbound',
  'security-group-outbound': 'blockedOutbound',
  'no-registered-target': 'rejected',
  'no-forwarding-target-group': 'rejected',
  'upstream-unavailable': 'portAllocationErrors',
} as const satisfies Partial<Record<DropReason, keyof NodeTraffic>>;

const RESET_COUNTERS = {
  client: 'clientResets',
  target: 'targetResets',
  'load-balancer': 'loadBalancerResets',
} as const;

interface FlowCounter {
  opened: number;
  active: number;
  readonly tcp: { opened: number; active: number };
}

/** Counters of one load-balancer node, for metrics. What a datagram costs here is two additions. */
export class NodeTrafficCounter {
  readonly #node: Pick<NodeRoutes, 'loadBalancerArn' | 'availabilityZone'>;
  readonly #targetGroups = new Map<string, FlowCounter>();
  #packets = 0;
  #bytes = 0;
  #drops = noDrops();
  #unhealthyRouting = 0;
  #tcp = noTcp();

  constructor(node: Pick<NodeRoutes, 'loadBalancerArn' | 'availabilityZone'>) {
    this.#node = node;
  }

  processed(payloadBytes: number): void {
    this.#packets++;
    this.#bytes += payloadBytes + HEADER_BYTES;
  }

  dropped(reason: DropReason): void {
    if (reason in COUNTED_DROPS) this.#drops[COUNTED_DROPS[reason as keyof typeof COUNTED_DROPS]]++;
  }

  /** A piece of a TCP stream. */
  connectionProcessed(payloadBytes: number): void {
    const bytes = payloadBytes + TCP_HEADER_BYTES;
    this.#packets++;
    this.#bytes += bytes;
    this.#tcp.processedBytes += bytes;
  }

  connectionDropped(reason: DropReason): void {
    switch (COUNTED_DROPS[reason as keyof typeof COUNTED_DROPS]) {
      case 'blockedInbound':
        this.#tcp.blockedInbound++;
        break;
      case 'blockedOutbound':
        this.#tcp.blockedOutbound++;
        break;
      case 'rejected':
        this.#drops.rejected++;
        this.#tcp.rejected++;
        break;
      case 'portAllocationErrors':
        this.#drops.portAllocationErrors++;
        break;
    }
  }

  /** A TCP reset was seen, or sent. */
  reset(by: 'client' | 'target' | 'load-balancer'): void {
    this.#tcp[RESET_COUNTERS[by]]++;
  }

  /** A flow was opened or moved while its target group failed open. */
  routedUnhealthy(): void {
    this.#unhealthyRouting++;
  }

  /** The counter of the flows to one target group. */
  flowsTo(targetGroupArn: string): FlowCounter {
    const known = this.#targetGroups.get(targetGroupArn);
    if (known) return known;
    const counter = { opened: 0, active: 0, tcp: { opened: 0, active: 0 } };
    this.#targetGroups.set(targetGroupArn, counter);
    return counter;
  }

  /** What was counted since the last call; only the flows that there are go on. */
  take(): NodeTraffic {
    const { loadBalancerArn, availabilityZone } = this.#node;
    const traffic = {
      loadBalancerArn,
      availabilityZone,
      processedPackets: this.#packets,
      processedBytes: this.#bytes,
      ...this.#drops,
      unhealthyRouting: this.#unhealthyRouting,
      tcp: this.#tcp,
      targetGroups: Object.fromEntries(
        [...this.#targetGroups].map(([arn, count]) => [arn, { ...count, tcp: { ...count.tcp } }]),
      ),
    };
    this.#packets = 0;
    this.#bytes = 0;
    this.#drops = noDrops();
    this.#unhealthyRouting = 0;
    this.#tcp = noTcp();
    for (const [arn, counter] of this.#targetGroups) {
      counter.opened = 0;
      counter.tcp.opened = 0;
      if (counter.active === 0) this.#targetGroups.delete(arn);
    }
    return traffic;
  }
}

/** The counters of all load-balancer nodes that are served here. */
export class TrafficCounts {
  readonly #counters = new Map<string, NodeTrafficCounter>();
  /** Where an open flow is counted. */
  readonly #flows = new WeakMap<Flow, FlowCounter>();

  /** The counter of a node, which is the same one for as long as the node is in the routes. */
  of({ loadBalancerArn, availabilityZone }: NodeRoutes): NodeTrafficCounter {
    const key = nodeKey({ loadBalancerArn, availabilityZone });
    const known = this.#counters.get(key);
    if (known) return known;
    const counter = new NodeTrafficCounter({ loadBalancerArn, availabilityZone });
    this.#counters.set(key, counter);
    return counter;
  }

  /** Forgets the nodes that are not among these. */
  keepOnly(nodes: readonly NodeRoutes[]): void {
    const kept = new Set(nodes.map(nodeKey));
    for (const key of this.#counters.keys()) if (!kept.has(key)) this.#counters.delete(key);
  }

  flowOpened(node: NodeTrafficCounter, flow: Flow): void {
    const counter = node.flowsTo(flow.targetGroupArn);
    counter.opened++;
    if (flow.fiveTuple.protocol === 'tcp') counter.tcp.opened++;
    this.#count(flow, counter);
  }

  flowMoved(node: NodeTrafficCounter, flow: Flow): void {
    this.flowClosed(flow);
    this.#count(flow, node.flowsTo(flow.targetGroupArn));
  }

  /** Takes a flow out of the count; one that is not in it makes no difference. */
  flowClosed(flow: Flow): void {
    const counter = this.#flows.get(flow);
    if (!counter) return;
    counter.active--;
    if (flow.fiveTuple.protocol === 'tcp') counter.tcp.active--;
    this.#flows.delete(flow);
  }

  /** What every node counted since the last call. */
  take(): NodeTraffic[] {
    return [...this.#counters.values()].map((counter) => counter.take());
  }

  #count(flow: Flow, counter: FlowCounter): void {
    counter.active++;
    if (flow.fiveTuple.protocol === 'tcp') counter.tcp.active++;
    this.#flows.set(flow, counter);
  }
}

function noTcp() {
  return {
    processedBytes: 0,
    blockedInbound: 0,
    blockedOutbound: 0,
    rejected: 0,
    clientResets: 0,
    targetResets: 0,
    loadBalancerResets: 0,
  };
}

function noDrops(): Record<(typeof COUNTED_DROPS)[keyof typeof COUNTED_DROPS], number> {
  return { blockedInbound: 0, blockedOutbound: 0, rejected: 0, portAllocationErrors: 0 };
}

function nodeKey({
  loadBalancerArn,
  availabilityZone,
}: Pick<NodeRoutes, 'loadBalancerArn' | 'availabilityZone'>): string {
  return `${loadBalancerArn} ${availabilityZone}`;
}
