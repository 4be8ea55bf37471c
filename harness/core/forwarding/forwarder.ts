import type { Endpoint } from '../network/endpoint.ts';
import { type Decision, decideDatagram } from './decision.ts';
import type { FiveTuple } from './five-tuple.ts';
import { type Flow, newFlow } from './flow.ts';
import { FlowIds } from './flow-ids.ts';
import { FlowTable } from './flow-table.ts';
import { flowExpiresAt, RETURN_PATH_TIMEOUT_MS, UDP_IDLE_TIMEOUT_MS } from './flow-timeouts.ts';
import {
  findListener,
  hasLostListener,
  type IndexedListener,
  indexRoutes,
  type RouteIndex,
} from './route-index.ts';
import type { Routes, TargetRoute } from './routes.ts';
import type { DropVerdict, ReplyVerdict, Verdict } from './verdict.ts';

/**
 * The load balancer's data plane for UDP without its sockets: routes and flows in, verdicts out.
 *
 * A verdict has taken effect when it is returned. Flows that end are returned by the method that ended them.
 */
export class Forwarder {
  readonly #hashSeed: number;
  readonly #table = new FlowTable();
  /** The target that a moved flow was on before, whose late answers are told apart from a stranger's. */
  readonly #movedFrom = new WeakMap<Flow, TargetRoute>();
  /** By flow: the routes under which it was found to stay. Routes change seldom, datagrams come often. */
  readonly #settledUnder = new WeakMap<Flow, RouteIndex>();
  #index: RouteIndex = new Map();
  readonly #flowIds: FlowIds;

  constructor({
    hashSeed,
    flowIds = new FlowIds(),
  }: {
    readonly hashSeed: number;
    readonly flowIds?: FlowIds;
  }) {
    this.#hashSeed = hashSeed;
    this.#flowIds = flowIds;
  }

  /**
   * Takes new routes. Returns the flows that end because their listener or its node is gone (NLB-LB-21), and
   * those that were over already; all others are judged when their next datagram comes.
   */
  setRoutes(routes: Routes, now: number): Flow[] {
    const before = this.#index;
    const after = indexRoutes(routes);
    this.#index = after;
    const expired = this.sweep(now);
    if (!hasLostListener(before, after)) return expired;
    const closed = this.#table.removeWhere(({ fiveTuple: { protocol, destination }, listenerArn }) => {
      return findListener(after, protocol, destination)?.listener.listenerArn !== listenerArn;
    });
    return [...expired, ...closed];
  }

  /** What becomes of a client's datagram; opens, moves or refreshes its flow. */
  decide(fiveTuple: FiveTuple, now: number): Verdict {
    const known = this.#table.get(fiveTuple);
    if (known && this.#settledUnder.get(known) === this.#index && now < flowExpiresAt(known))
      return this.#forward(known, now, {});
    const situation = { index: this.#index, flow: known, hashSeed: this.#hashSeed, now };
    const decision = decideDatagram(situation, fiveTuple);
    switch (decision.kind) {
      case 'drop':
        // The flow, if any, stays as it is and goes on ageing.
        return decision;
      case 'stay':
        this.#settledUnder.set(decision.flow, this.#index);
        return this.#forward(decision.flow, now, {});
      case 'move':
        return this.#move(decision, now);
      case 'open':
        return this.#open(decision, fiveTuple, now);
    }
  }

  /**
   * What becomes of a datagram that a flow's target (or somebody who pretends to be it) sent back. A forwarded
   * reply keeps the flow alive: AWS does not say whether target-to-client datagrams do (NLB-RT-02, unsure).
   */
  decideReply(flow: Flow, from: Endpoint, now: number): ReplyVerdict {
    if (!this.#table.has(flow) || now >= flowExpiresAt(flow)) return dropped('flow-closed');
    if (!isAt(flow.target, from)) {
      const movedFrom = this.#movedFrom.get(flow);
      return dropped(movedFrom && isAt(movedFrom, from) ? 'flow-closed' : 'reply-not-of-flow');
    }
    if (!flow.answered && now - flow.lastClientDatagramAt > RETURN_PATH_TIMEOUT_MS)
      return dropped('return-path-expired');
    flow.answered = true;
    flow.lastDatagramAt = now;
    flow.replyDatagrams++;
    return { kind: 'forward', flow };
  }

  /** Forgets the flows that have been idle for 120 s; returns them. */
  sweep(now: number): Flow[] {
    return this.#table.sweep(now);
  }

  /** The flows in the table, oldest first, among them those that have expired and were not swept yet. */
  flows(): Flow[] {
    return [...this.#table.values()];
  }

  #open(
    { arrival, targetGroupArn, target }: Extract<Decision, { kind: 'open' }>,
    fiveTuple: FiveTuple,
    now: number,
  ): Verdict {
    const flow = newFlow({
      id: this.#flowIds.next(),
      fiveTuple,
      arrival,
      targetGroupArn,
      target,
      idleTimeoutMs: UDP_IDLE_TIMEOUT_MS,
      now,
    });
    const expired = this.#table.add(flow);
    return this.#forward(flow, now, {
      opened: true,
      expired,
      failedOpen: failsOpen(arrival, targetGroupArn),
    });
  }

  #move(
    { arrival, flow, targetGroupArn, target }: Extract<Decision, { kind: 'move' }>,
    now: number,
  ): Verdict {
    const movedFrom = flow.target;
    this.#movedFrom.set(flow, movedFrom);
    flow.targetGroupArn = targetGroupArn;
    flow.target = target;
    flow.answered = false;
    return this.#forward(flow, now, { movedFrom, failedOpen: failsOpen(arrival, targetGroupArn) });
  }

  #forward(
    flow: Flow,
    now: number,
    {
      opened = false,
      movedFrom,
      failedOpen = false,
      expired,
    }: { opened?: boolean; movedFrom?: TargetRoute; failedOpen?: boolean; expired?: Flow | undefined },
  ): Verdict {
    flow.lastDatagramAt = now;
    flow.lastClientDatagramAt = now;
    flow.clientDatagrams++;
    return { kind: 'forward', flow, opened, movedFrom, failedOpen, expired };
  }
}

function failsOpen({ targetGroups }: IndexedListener, targetGroupArn: string): boolean {
  return targetGroups.get(targetGroupArn)?.route.failOpen ?? false;
}

function isAt(target: TargetRoute, { address, port }: Endpoint): boolean {
  return target.port === port && target.address === address;
}

function dropped(reason: DropVerdict['reason']): DropVerdict {
  return { kind: 'drop', reason };
}
