import { expect } from 'vitest';
import type { TargetGroup } from '../elbv2/state.ts';
import { nextTargetDeadline, tickTargets } from '../elbv2/target-draining.ts';
import type { Region } from '../region.ts';
import { failsOpen, mayServe, type Network, network, usable, ZONES } from '../testing/connection-rules.ts';
import { clientFlow } from '../testing/network-builder.ts';
import { ConnectionForwarder, type ConnectionVerdict } from './connection-forwarder.ts';
import { deriveRoutes } from './derive-routes.ts';
import { explain } from './explain.ts';
import { formatFiveTuple } from './five-tuple.ts';
import type { Flow } from './flow.ts';
import { FlowIds } from './flow-ids.ts';
import { REPLACED_GROUP_LIMIT_MS } from './flow-timeouts.ts';
import { nextRoutesDeadline } from './routes-deadline.ts';

const HASH_SEED = 99;

/** What the observer remembers of a connection. */
export interface Observed {
  readonly flow: Flow;
  readonly targetId: string;
  readonly idleMs: number;
  lastAt: number;
  /** Since when its group is out of the listener. */
  leftBehindAt: number | undefined;
  carried: number;
}

/** When the time of a connection is over if nobody says anything more. */
function timeIsOverAt({ lastAt, idleMs, leftBehindAt }: Observed): number {
  return Math.min(lastAt + idleMs, (leftBehindAt ?? Number.POSITIVE_INFINITY) + REPLACED_GROUP_LIMIT_MS);
}

function byNumber(left: number, right: number): number {
  return left - right;
}

/**
 * Watches a forwarder through a history, and knows the state of the API and the rules, and neither routes nor flow
 * table. What is not as the rules say fails the test.
 */
export class ConnectionObserver {
  readonly net: Network = network();
  readonly forwarder = new ConnectionForwarder({ hashSeed: HASH_SEED, flowIds: new FlowIds() });
  readonly connections: Observed[] = [];
  readonly fates = new Map<Flow, string>();
  now = 0;

  get region(): Region {
    return this.net.region;
  }

  groupOf(flow: Flow): TargetGroup {
    return this.region.elbv2.targetGroups.get(flow.targetGroupArn)!;
  }

  zoneOf({ fiveTuple: { destination } }: Flow): string {
    return ZONES[Number(destination.address.split('.')[2]) - 1]!;
  }

  weightOf(group: TargetGroup): number | undefined {
    const forwards = this.net.listener.defaultActions.flatMap(({ targetGroups }) => targetGroups);
    const weighted = forwards.find(({ targetGroupArn }) => targetGroupArn === group.arn);
    return weighted && (weighted.weight ?? 1);
  }

  get listens(): boolean {
    return this.region.elbv2.listeners.has(this.net.listener.arn);
  }

  alive(): Observed[] {
    return this.connections.filter(({ flow }) => !this.fates.has(flow));
  }

  /** Every connection ends once. */
  end(flow: Flow, fate: string): void {
    expect(this.fates.get(flow)).toBeUndefined();
    this.fates.set(flow, fate);
  }

  /** What new routes have to do with a connection at this instant. */
  causeToEnd(connection: Observed): 'idle' | 'listener-gone' | 'target-closed' | undefined {
    if (this.now >= timeIsOverAt(connection)) return 'idle';
    if (!this.listens) return 'listener-gone';
    const group = this.groupOf(connection.flow);
    const weight = this.weightOf(group);
    if (weight === undefined) {
      connection.leftBehindAt ??= this.now;
      return undefined;
    }
    connection.leftBehindAt = undefined;
    const { flow, targetId } = connection;
    const stays = weight > 0 && mayServe(this.net, group, targetId, this.zoneOf(flow), this.now);
    return stays ? undefined : 'target-closed';
  }

  /** What the emulator does after each change, and at each instant at which time alone changes something. */
  reconcile(): void {
    tickTargets(this.region, this.now);
    const expected = new Map(
      this.alive().flatMap((connection) => {
        const cause = this.causeToEnd(connection);
        return cause ? [[connection.flow.id, cause] as const] : [];
      }),
    );
    const ended = this.forwarder.setRoutes(deriveRoutes(this.region, this.now), this.now);
    expect(new Map(ended.map(({ flow, cause }) => [flow.id, cause]))).toEqual(expected);
    for (const { flow, cause } of ended) this.end(flow, cause);
    this.compareTable();
  }

  wait(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const next = Math.min(
        nextTargetDeadline(this.region) ?? Number.POSITIVE_INFINITY,
        nextRoutesDeadline(this.region, this.now) ?? Number.POSITIVE_INFINITY,
      );
      if (next > until) break;
      this.now = next;
      this.reconcile();
    }
    this.now = until;
  }

  sweep(): void {
    const expected = this.alive().filter((connection) => this.now >= timeIsOverAt(connection));
    const ended = this.forwarder.sweep(this.now);
    expect(new Map(ended.map(({ flow, cause }) => [flow.id, cause]))).toEqual(
      new Map(expected.map(({ flow }) => [flow.id, 'idle'])),
    );
    for (const { flow, cause } of ended) this.end(flow, cause);
    this.compareTable();
  }

  connect(port: number, address: string, at: string): string {
    const fiveTuple = clientFlow(port, { protocol: 'tcp', address, zone: at });
    const routes = deriveRoutes(this.region, this.now);
    const { verdict: explained } = explain({ routes, flows: [], hashSeed: HASH_SEED }, fiveTuple, this.now);
    const verdict = this.forwarder.connect(fiveTuple, this.now);
    if (verdict.kind === 'drop') {
      expect(explained).toEqual(verdict);
      this.expectNobody(verdict.reason, at, address);
      return verdict.reason;
    }
    const { flow, targetGroup } = verdict;
    expect(explained).toMatchObject({
      kind: 'forward',
      flow: 'new',
      target: flow.target,
      targetGroupArn: flow.targetGroupArn,
    });
    expect(targetGroup.targetGroupArn).toBe(flow.targetGroupArn);
    this.expectRightToConnect(flow, at);
    this.expectReplaced(verdict);
    const idleMs = Number(this.net.listener.attributes.get('tcp.idle_timeout.seconds')) * 1000;
    const targetId = flow.target.id;
    this.connections.push({ flow, targetId, idleMs, lastAt: this.now, leftBehindAt: undefined, carried: 0 });
    return 'opened';
  }

  say(connection: Observed, from: 'client' | 'target', what: 'data' | 'end'): void {
    const { flow } = connection;
    const carries = !this.fates.has(flow) && this.now < timeIsOverAt(connection);
    expect(this.forwarder.carry(flow, from, what, this.now)).toBe(carries);
    if (carries) {
      connection.lastAt = this.now;
      connection.carried += what === 'data' ? 1 : 0;
    } else if (!this.fates.has(flow)) {
      // As the node does with what comes too late for a flow that was not swept yet.
      this.forwarder.close(flow);
      this.end(flow, 'idle');
    }
  }

  /** No flow is in the table but those that have not ended, each on the target that it was opened to. */
  compareTable(): void {
    const alive = this.alive();
    const inTable = this.forwarder.flows();
    expect(inTable.map(({ id }) => id).sort(byNumber)).toEqual(alive.map(({ flow }) => flow.id));
    for (const { flow, targetId, carried } of alive) {
      expect(flow.target.id).toBe(targetId);
      expect(flow.clientDatagrams + flow.replyDatagrams).toBe(carried);
    }
  }

  expectRightToConnect(flow: Flow, at: string): void {
    const group = this.groupOf(flow);
    expect(this.listens && this.weightOf(group)).toBeGreaterThan(0);
    const target = usable(this.net, group, at).find(({ id }) => id === flow.target.id);
    const isHealthy = target?.health.get(at)?.verdict === 'healthy';
    expect(target !== undefined && (isHealthy || failsOpen(this.net, group, at))).toBe(true);
    expect(flow.target.address).not.toBe(flow.fiveTuple.source.address);
  }

  expectReplaced({ flow, replaced }: Extract<ConnectionVerdict, { kind: 'forward' }>): void {
    const key = formatFiveTuple(flow.fiveTuple);
    const before = this.alive().find((one) => formatFiveTuple(one.flow.fiveTuple) === key);
    const cause = before && (this.now >= timeIsOverAt(before) ? 'idle' : 'replaced');
    expect(replaced).toEqual(before && { flow: before.flow, cause });
    if (replaced) this.end(replaced.flow, replaced.cause);
  }

  expectNobody(reason: string, at: string, address: string): void {
    const weighted = this.net.groups.filter((group) => (this.weightOf(group) ?? 0) > 0);
    if (!this.listens) expect(reason).toBe('no-listener');
    else if (weighted.length === 0) expect(reason).toBe('no-forwarding-target-group');
    else if (reason === 'no-registered-target')
      expect(weighted.some((group) => usable(this.net, group, at).length === 0)).toBe(true);
    else expect([reason, address.startsWith('10.0.1.')]).toEqual(['hairpin', true]);
  }
}
