import { formatFiveTuple } from '../core/forwarding/five-tuple.ts';
import type { Flow } from '../core/forwarding/flow.ts';
import { formatEndpoint } from '../core/network/endpoint.ts';
import type { Region } from '../core/region.ts';
import type { TickChanges } from '../core/tick.ts';
import type { Defect } from '../gateway/dispatch.ts';
import type { BoundListener, NodeEvent } from '../node/protocol.ts';
import type { WorldEvent } from '../worlds/world.ts';

/** What time alone changed, as events for people and machines. */
export function describeChanges(region: Region, changes: TickChanges, at: number): WorldEvent[] {
  const base = { at, region: region.name };
  return [
    ...changes.instances.map(
      ({ instanceId, previousState: from, currentState: to }): WorldEvent => ({
        ...base,
        kind: 'instance-state',
        subject: instanceId,
        text: `instance ${instanceId}: ${from} → ${to}`,
        detail: { instanceId, from, to },
      }),
    ),
    ...changes.loadBalancers.map(
      ({ loadBalancerArn, from, to }): WorldEvent => ({
        ...base,
        kind: 'load-balancer-state',
        subject: loadBalancerArn,
        text: `load balancer ${loadBalancerArn.split('/')[2]}: ${from} → ${to}`,
        detail: { loadBalancerArn, from, to },
      }),
    ),
  ];
}

/** Something that went wrong in a Region outside of AWS's sight. */
export function describeFault(
  region: Region,
  subject: string,
  message: string,
  at: number,
  detail: Readonly<Record<string, unknown>> = {},
): WorldEvent {
  return { at, region: region.name, kind: 'fault', subject, text: message, detail: { ...detail, message } };
}

/** What a node reported, where that is news for users. */
export function describeNodeEvent(region: Region, event: NodeEvent, now: number): WorldEvent | undefined {
  switch (event.type) {
    case 'flow-opened':
      return flowEvent(region, event.at, event.type, event.flow, `opened on ${targetOf(event.flow)}`);
    case 'flow-moved':
      return flowEvent(
        region,
        event.at,
        event.type,
        event.flow,
        `moved from ${event.fromTargetId} to ${targetOf(event.flow)}`,
      );
    case 'flow-closed':
      return flowEvent(region, event.at, event.type, event.flow, `closed (${event.cause})`);
    case 'listener-moved':
      return movedListenerEvent(region, event.listener, now);
    case 'fault':
      return describeFault(region, event.code, event.message, now, { code: event.code });
    default:
      return undefined;
  }
}

/** What went wrong in the harness itself while it answered a call; the caller learns no more than the message. */
export function describeDefect({ call, error }: Defect, at: number): WorldEvent {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const what = [call.service, call.operation ?? 'request'].join(' ').trim();
  return {
    at,
    // AWS's own name for what belongs to no Region.
    region: call.region ?? 'aws-global',
    kind: 'fault',
    subject: call.operation ?? 'request',
    text: `the AWS endpoint failed to answer ${what}: ${message}`,
    detail: { ...call, message, stack },
  };
}

/**
 * A listener that this user may not serve at its own port. Not a fault: whoever is in the emulated network reaches it
 * as ever.
 */
function movedListenerEvent(region: Region, moved: BoundListener, at: number): WorldEvent {
  const { listenerArn, protocol } = moved;
  const [emulated, actual] = [formatEndpoint(moved.emulated), formatEndpoint(moved.actual)];
  return {
    at,
    region: region.name,
    kind: 'listener-moved',
    subject: listenerArn,
    text:
      `listener ${protocol} ${emulated} is at ${actual}, because this user may not bind ports below 1024: ` +
      `clients outside of the harness must send to port ${moved.actual.port}; DNS tells them the address only`,
    detail: { listenerArn, protocol, emulated, actual },
  };
}

function flowEvent(
  region: Region,
  at: number,
  kind: 'flow-opened' | 'flow-moved' | 'flow-closed',
  flow: Flow,
  what: string,
): WorldEvent {
  return {
    at,
    region: region.name,
    kind,
    subject: formatFiveTuple(flow.fiveTuple),
    text: `${flow.fiveTuple.protocol === 'tcp' ? 'connection' : 'flow'} ${formatEndpoint(flow.fiveTuple.source)} ${what}`,
    detail: { flow },
  };
}

function targetOf(flow: Flow): string {
  return `${flow.target.id} (${formatEndpoint(flow.target)})`;
}
