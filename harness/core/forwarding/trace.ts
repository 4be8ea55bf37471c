import type { DropReason } from './drop-reason.ts';
import type { Flow } from './flow.ts';
import type { FlowStanding } from './flow-standing.ts';
import type { IndexedListener } from './route-index.ts';
import type { TargetGroupRoute, TargetRoute } from './routes.ts';

/** Is told the steps of a decision, in order. The way to an explanation without a second copy of the rules. */
export interface Trace {
  arrived(arrival: IndexedListener): void;
  /** With the flow that was there but is over, if any. */
  foundNoFlow(over: Flow | undefined): void;
  judgedFlow(flow: Flow, standing: FlowStanding): void;
  admittedClient(arrival: IndexedListener): void;
  selectedTargetGroup(arrival: IndexedListener, targetGroup: TargetGroupRoute): void;
  selectedTarget(targetGroup: TargetGroupRoute, target: TargetRoute): void;
  admittedToTarget(arrival: IndexedListener, target: TargetRoute): void;
  dropped(reason: DropReason): void;
}
