import type { FiveTuple } from './five-tuple.ts';
import type { TargetRoute } from './routes.ts';

/** The load balancer's state for a five-tuple. A piece of a TCP stream counts as a datagram here. */
export interface Flow {
  /** Grows by one a flow; never used again, so that a late event cannot be taken for another flow's. */
  readonly id: number;
  readonly fiveTuple: FiveTuple;
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  targetGroupArn: string;
  target: TargetRoute;
  readonly openedAt: number;
  /** How long it lives without datagrams: 120 s for UDP (NLB-RT-02), the listener's setting for TCP (NLB-TC-04). */
  readonly idleTimeoutMs: number;
  /** When it ends even if it is busy; undefined for most (NLB-TC-10). */
  endsBy: number | undefined;
  /** Last datagram in either direction. */
  lastDatagramAt: number;
  lastClientDatagramAt: number;
  /** Whether the present target has answered (NLB-RT-03). */
  answered: boolean;
  clientDatagrams: number;
  replyDatagrams: number;
}

/** What a flow is opened with. */
export interface FlowOpening
  extends Pick<Flow, 'id' | 'fiveTuple' | 'targetGroupArn' | 'target' | 'idleTimeoutMs'> {
  readonly arrival: {
    readonly node: { readonly loadBalancerArn: string };
    readonly listener: { readonly listenerArn: string };
  };
  readonly now: number;
}

/** A flow whose first datagram arrives now, and has not been counted yet. */
export function newFlow({ arrival, now, ...opening }: FlowOpening): Flow {
  return {
    ...opening,
    loadBalancerArn: arrival.node.loadBalancerArn,
    listenerArn: arrival.listener.listenerArn,
    openedAt: now,
    endsBy: undefined,
    lastDatagramAt: now,
    lastClientDatagramAt: now,
    answered: false,
    clientDatagrams: 0,
    replyDatagrams: 0,
  };
}
