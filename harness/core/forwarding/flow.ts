import type { FiveTuple } from './five-tuple.ts';
import type { TargetRoute } from './routes.ts';

/** The load balancer's state for a five-tuple. */
export interface Flow {
  /** Grows by one a flow; never used again, so that a late event cannot be taken for another flow's. */
  readonly id: number;
  readonly fiveTuple: FiveTuple;
  readonly loadBalancerArn: string;
  readonly listenerArn: string;
  targetGroupArn: string;
  target: TargetRoute;
  readonly openedAt: number;
  /** Last datagram in either direction; the flow is over 120 s later (NLB-RT-02). */
  lastDatagramAt: number;
  lastClientDatagramAt: number;
  /** Whether the present target has answered (NLB-RT-03). */
  answered: boolean;
  clientDatagrams: number;
  replyDatagrams: number;
}
