import type { DropReason } from './drop-reason.ts';
import type { FiveTuple } from './five-tuple.ts';
import type { Flow } from './flow.ts';
import { mayStay } from './flow-standing.ts';
import { flowExpiresAt } from './flow-timeouts.ts';
import { findListener, type IndexedListener, type RouteIndex } from './route-index.ts';
import type { TargetGroupRoute, TargetRoute } from './routes.ts';
import { admits } from './security-groups.ts';
import { selectTarget, selectTargetGroup } from './select-target.ts';
import type { Trace } from './trace.ts';

/** What is known when a datagram arrives. */
export interface Situation {
  readonly index: RouteIndex;
  /** The flow with the datagram's five-tuple; it may have expired. A new connection is never of an old flow. */
  readonly flow: Flow | undefined;
  readonly hashSeed: number;
  readonly now: number;
}

/** What should happen with a datagram; nothing has changed yet. */
export type Decision =
  | { readonly kind: 'stay'; readonly flow: Flow }
  | ({ readonly kind: 'open' } & Choice)
  | ({ readonly kind: 'move'; readonly flow: Flow } & Choice)
  | Drop;

interface Choice {
  readonly arrival: IndexedListener;
  readonly targetGroupArn: string;
  readonly target: TargetRoute;
}

interface Drop {
  readonly kind: 'drop';
  readonly reason: DropReason;
}

/**
 * Decides on a client's datagram without changing anything. Forwarding and explaining both use this, so that
 * they cannot disagree; `trace` is told each step that mattered.
 */
export function decideDatagram(situation: Situation, fiveTuple: FiveTuple, trace?: Trace): Decision {
  const arrival = findListener(situation.index, fiveTuple.protocol, fiveTuple.destination);
  if (!arrival) return drop('no-listener', trace);
  trace?.arrived(arrival);
  if (!arrival.node.active) return drop('load-balancer-not-active', trace);

  const flow = liveFlow(situation, arrival, trace);
  if (flow) {
    const standing = mayStay(flow, arrival);
    trace?.judgedFlow(flow, standing);
    // A tracked flow is not filtered again (NLB-SG-10; that this holds for the NLB's own groups is unsure).
    if (standing.stays) return { kind: 'stay', flow };
  }
  const choice = chooseTarget(situation, arrival, fiveTuple, trace);
  if (choice.kind === 'drop') return choice;
  return flow ? { ...choice, kind: 'move', flow } : choice;
}

function liveFlow({ flow, now }: Situation, arrival: IndexedListener, trace?: Trace): Flow | undefined {
  // A flow of another listener belongs to one that was deleted; its place in the table is about to be taken.
  if (flow && flow.listenerArn === arrival.listener.listenerArn && now < flowExpiresAt(flow)) return flow;
  trace?.foundNoFlow(flow);
  return undefined;
}

function chooseTarget(
  { hashSeed }: Situation,
  arrival: IndexedListener,
  fiveTuple: FiveTuple,
  trace?: Trace,
): ({ readonly kind: 'open' } & Choice) | Drop {
  const { node, listener } = arrival;
  const { protocol, source, destination } = fiveTuple;
  const client = { protocol, port: destination.port, peerAddress: source.address, peerGroupIds: [] };
  if (node.securityGroups && !admits(node.securityGroups.inbound, client))
    return drop('security-group-inbound', trace);
  trace?.admittedClient(arrival);

  const targetGroup = selectTargetGroup(listener, fiveTuple, hashSeed);
  if (!targetGroup) return drop('no-forwarding-target-group', trace);
  trace?.selectedTargetGroup(arrival, targetGroup);
  const target = selectTarget(targetGroup, fiveTuple, hashSeed);
  if (!target) return drop('no-registered-target', trace);
  trace?.selectedTarget(targetGroup, target);

  return passToTarget(arrival, fiveTuple, targetGroup, target, trace);
}

function passToTarget(
  arrival: IndexedListener,
  { protocol, source }: FiveTuple,
  { targetGroupArn, preserveClientAddress }: TargetGroupRoute,
  target: TargetRoute,
  trace?: Trace,
): ({ readonly kind: 'open' } & Choice) | Drop {
  const { securityGroups } = arrival.node;
  const toTarget = { protocol, port: target.port, peerAddress: target.address, peerGroupIds: [] };
  if (securityGroups && !admits(securityGroups.outbound, toTarget))
    return drop('security-group-outbound', trace);
  const seenAddress = preserveClientAddress ? source.address : arrival.node.address;
  // The target sees the client's address, but counts it as the load balancer's groups too (NLB-SG-07).
  const fromClient = { ...toTarget, peerAddress: seenAddress, peerGroupIds: securityGroups?.ids ?? [] };
  if (target.inbound && !admits(target.inbound, fromClient)) return drop('target-security-group', trace);
  trace?.admittedToTarget(arrival, target);
  if (seenAddress === target.address) return drop('hairpin', trace);
  return { kind: 'open', arrival, targetGroupArn, target };
}

function drop(reason: DropReason, trace: Trace | undefined): Drop {
  trace?.dropped(reason);
  return { kind: 'drop', reason };
}
