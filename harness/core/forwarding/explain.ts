import { type Decision, decideDatagram } from './decision.ts';
import type { DropReason } from './drop-reason.ts';
import { ExplainingTrace } from './explaining-trace.ts';
import { type FiveTuple, formatFiveTuple } from './five-tuple.ts';
import type { Flow } from './flow.ts';
import { indexRoutes } from './route-index.ts';
import type { Routes, TargetRoute } from './routes.ts';

/** Where a datagram would go and why: a form that people read and machines can print. */
export interface Explanation {
  readonly fiveTuple: FiveTuple;
  /** In the order in which the rules were applied; at least one. */
  readonly steps: readonly ExplanationStep[];
  readonly verdict: ExplainedVerdict;
}

export interface ExplanationStep {
  /** Id of the rule of the real NLB behind this step, if there is one: `NLB-RT-06`. */
  readonly rule: string | undefined;
  readonly text: string;
}

export type ExplainedVerdict =
  | {
      readonly kind: 'forward';
      readonly flow: 'new' | 'existing' | 'moved';
      readonly targetGroupArn: string;
      readonly target: TargetRoute;
      /** The target that the flow would leave, with `moved`. */
      readonly movedFrom: TargetRoute | undefined;
    }
  | { readonly kind: 'drop'; readonly reason: DropReason };

/**
 * Says what would become of a datagram with this five-tuple now, without sending or changing anything. It runs
 * the same decision as the forwarder, so with the forwarder's routes, flows and seed the answer is the same.
 */
export function explain(
  network: { readonly routes: Routes; readonly flows: readonly Flow[]; readonly hashSeed: number },
  fiveTuple: FiveTuple,
  now: number,
): Explanation {
  const key = formatFiveTuple(fiveTuple);
  const flow = network.flows.find((candidate) => formatFiveTuple(candidate.fiveTuple) === key);
  const steps: ExplanationStep[] = [];
  const decision = decideDatagram(
    { index: indexRoutes(network.routes), flow, hashSeed: network.hashSeed, now },
    fiveTuple,
    new ExplainingTrace(steps, fiveTuple.protocol),
  );
  return { fiveTuple, steps, verdict: verdictOf(decision) };
}

function verdictOf(decision: Decision): ExplainedVerdict {
  switch (decision.kind) {
    case 'drop':
      return decision;
    case 'stay': {
      const { targetGroupArn, target } = decision.flow;
      return { kind: 'forward', flow: 'existing', targetGroupArn, target, movedFrom: undefined };
    }
    case 'open':
    case 'move': {
      const { targetGroupArn, target } = decision;
      const movedFrom = decision.kind === 'move' ? decision.flow.target : undefined;
      return { kind: 'forward', flow: movedFrom ? 'moved' : 'new', targetGroupArn, target, movedFrom };
    }
  }
}
