import { type Decision, decideDatagram } from './decision.ts';
import type { FiveTuple } from './five-tuple.ts';
import { type Flow, newFlow } from './flow.ts';
import type { FlowIds } from './flow-ids.ts';
import { mayStay } from './flow-standing.ts';
import { FlowTable } from './flow-table.ts';
import { flowExpiresAt, REPLACED_GROUP_LIMIT_MS, TCP_IDLE_TIMEOUT_MS } from './flow-timeouts.ts';
import { findListener, type IndexedListener, indexRoutes, type RouteIndex } from './route-index.ts';
import type { Routes, TargetGroupRoute } from './routes.ts';
import type { DropVerdict } from './verdict.ts';

/** Which end of a connection something came from. */
export type ConnectionEnd = 'client' | 'target';

/** What becomes of a new connection. */
export type ConnectionVerdict =
  | {
      readonly kind: 'forward';
      /** Where it goes: `flow.target`. */
      readonly flow: Flow;
      /** The group as it was when it chose. */
      readonly targetGroup: TargetGroupRoute;
      /** The connection with the same five-tuple whose place this one took. */
      readonly replaced: EndedConnection | undefined;
    }
  | DropVerdict;

/** A connection that ended because of new routes, of time or of another one, and not by its own ends. */
export interface EndedConnection {
  readonly flow: Flow;
  readonly cause: 'idle' | 'listener-gone' | 'target-closed' | 'replaced';
}

/**
 * The load balancer's data plane for TCP without its sockets: connections are judged once, when they come, and
 * stay on their target. Where a UDP flow would move, a connection ends (NLB-TC-02): nobody else could go on with it.
 */
export class ConnectionForwarder {
  readonly #hashSeed: number;
  readonly #flowIds: FlowIds;
  readonly #table = new FlowTable();
  #index: RouteIndex = new Map();

  constructor({ hashSeed, flowIds }: { readonly hashSeed: number; readonly flowIds: FlowIds }) {
    this.#hashSeed = hashSeed;
    this.#flowIds = flowIds;
  }

  /** Takes new routes. Returns the connections that end with them, and those that were over already. */
  setRoutes(routes: Routes, now: number): EndedConnection[] {
    this.#index = indexRoutes(routes);
    const ended = this.sweep(now);
    for (const flow of [...this.#table.values()]) {
      const cause = this.#causeToEnd(flow, now);
      if (!cause) continue;
      this.#table.remove(flow);
      ended.push({ flow, cause });
    }
    return ended;
  }

  /** Where a new connection goes. A flow with the same five-tuple that is still there is taken for over. */
  connect(fiveTuple: FiveTuple, now: number): ConnectionVerdict {
    const situation = { index: this.#index, flow: undefined, hashSeed: this.#hashSeed, now };
    const decision = decideDatagram(situation, fiveTuple);
    if (decision.kind === 'drop') return decision;
    if (decision.kind !== 'open') throw new Error(`a connection without flow was judged '${decision.kind}'`);
    return this.#open(decision, fiveTuple, now);
  }

  /**
   * Notes that one end said something, or that it has said everything. Returns whether the flow is there to carry
   * it: what comes after the flow's end is answered with a reset (NLB-TC-04).
   */
  carry(flow: Flow, from: ConnectionEnd, what: 'data' | 'end', now: number): boolean {
    if (!this.#table.has(flow) || now >= flowExpiresAt(flow)) return false;
    flow.lastDatagramAt = now;
    const pieces = what === 'data' ? 1 : 0;
    if (from === 'client') {
      flow.lastClientDatagramAt = now;
      flow.clientDatagrams += pieces;
    } else {
      flow.answered = true;
      flow.replyDatagrams += pieces;
    }
    return true;
  }

  /** Forgets a connection that its own ends have ended. */
  close(flow: Flow): void {
    this.#table.remove(flow);
  }

  /** Forgets the connections that have been idle for their time; returns them. */
  sweep(now: number): EndedConnection[] {
    return this.#table.sweep(now).map((flow) => ({ flow, cause: 'idle' }));
  }

  /** The connections in the table, oldest first. */
  flows(): Flow[] {
    return [...this.#table.values()];
  }

  #causeToEnd(flow: Flow, now: number): EndedConnection['cause'] | undefined {
    const { protocol, destination } = flow.fiveTuple;
    const arrival = findListener(this.#index, protocol, destination);
    if (arrival?.listener.listenerArn !== flow.listenerArn) return 'listener-gone';
    const { stays, because } = mayStay(flow, arrival);
    if (because !== 'target-group-replaced') flow.endsBy = undefined;
    else if (flow.endsBy === undefined) {
      flow.endsBy = now + REPLACED_GROUP_LIMIT_MS;
      this.#table.endsSooner(flow);
    }
    return stays ? undefined : 'target-closed';
  }

  #open(
    { arrival, targetGroupArn, target }: Extract<Decision, { kind: 'open' }>,
    fiveTuple: FiveTuple,
    now: number,
  ): ConnectionVerdict {
    const targetGroup = groupOf(arrival, targetGroupArn);
    const flow = newFlow({
      id: this.#flowIds.next(),
      fiveTuple,
      arrival,
      targetGroupArn,
      target,
      // It holds for connections that are opened from now on; whether AWS changes running ones is unsure.
      idleTimeoutMs: arrival.listener.tcpIdleTimeoutMs ?? TCP_IDLE_TIMEOUT_MS,
      now,
    });
    const before = this.#table.add(flow);
    const cause = before && now >= flowExpiresAt(before) ? 'idle' : 'replaced';
    return { kind: 'forward', flow, targetGroup, replaced: before && { flow: before, cause } };
  }
}

function groupOf({ targetGroups }: IndexedListener, targetGroupArn: string): TargetGroupRoute {
  const group = targetGroups.get(targetGroupArn);
  if (!group) throw new Error(`the listener has no target group ${targetGroupArn}, which was chosen`);
  return group.route;
}
