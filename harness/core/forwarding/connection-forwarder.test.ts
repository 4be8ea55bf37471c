import { expect, test } from 'vitest';
import { addInstance } from '../testing/ec2-builder.ts';
import { clientFlow } from '../testing/network-builder.ts';
import {
  addListener,
  addLoadBalancer,
  addTargetGroup,
  buildRegion,
  forwardTo,
  register,
  setVerdict,
} from '../testing/region-builder.ts';
import { ZONE_A } from '../testing/zones.ts';
import { ConnectionForwarder, type ConnectionVerdict } from './connection-forwarder.ts';
import { deriveRoutes } from './derive-routes.ts';
import { explain } from './explain.ts';
import { formatFiveTuple } from './five-tuple.ts';
import type { Flow } from './flow.ts';
import { FlowIds } from './flow-ids.ts';
import { REPLACED_GROUP_LIMIT_MS } from './flow-timeouts.ts';

const IDLE_MS = 60_000;
const tcp = (port: number, address = '203.0.113.9') => clientFlow(port, { protocol: 'tcp', address });

/** One TCP listener on port 53 with two healthy targets in its zone. */
function service({ attributes = {} }: { attributes?: Record<string, string> } = {}) {
  const region = buildRegion();
  const loadBalancer = addLoadBalancer(region, { zones: [ZONE_A] });
  const targetGroup = addTargetGroup(region, { attributes });
  const listener = addListener(region, loadBalancer, [targetGroup], { protocol: 'TCP' });
  listener.attributes.set('tcp.idle_timeout.seconds', String(IDLE_MS / 1000));
  const targets = [101, 102].map((host) =>
    register(targetGroup, addInstance(region, host), { health: { [ZONE_A]: 'healthy' } }),
  );
  const forwarder = new ConnectionForwarder({ hashSeed: 7, flowIds: new FlowIds() });
  const update = (now = 0) => forwarder.setRoutes(deriveRoutes(region, now), now);
  update();
  const targetOf = (id: string) => targets.find((target) => target.id === id)!;
  return { region, loadBalancer, targetGroup, listener, targets, forwarder, update, targetOf };
}

function opened(verdict: ConnectionVerdict): Flow {
  if (verdict.kind === 'drop') throw new Error(`dropped: ${verdict.reason}`);
  return verdict.flow;
}

test('NLB-TC-01 each connection is one flow on one target, and many reach every target', () => {
  const { forwarder } = service();
  const flows = Array.from({ length: 40 }, (_, index) => opened(forwarder.connect(tcp(1000 + index), 0)));
  expect(new Set(flows.map(({ target }) => target.id))).toEqual(new Set(['i-101', 'i-102']));
  expect(new Set(flows.map(({ id }) => id)).size).toBe(40);
  expect(forwarder.flows()).toEqual(flows);
});

test('explain agrees with what is done with a new connection, whatever its port', () => {
  const { region, forwarder } = service();
  for (let port = 1; port < 50; port++) {
    const network = { routes: deriveRoutes(region, 0), flows: forwarder.flows(), hashSeed: 7 };
    const { verdict } = explain(network, tcp(port), 0);
    const { target } = opened(forwarder.connect(tcp(port), 0));
    expect(verdict).toMatchObject({ kind: 'forward', flow: 'new', target: { id: target.id } });
  }
});

test('NLB-TC-02 routes end the connections whose target may serve them no more, and leave the others', () => {
  const { forwarder, update, targetOf } = service();
  const flows = Array.from({ length: 20 }, (_, index) => opened(forwarder.connect(tcp(1000 + index), 0)));
  setVerdict(targetOf('i-101'), ZONE_A, 'unhealthy');
  const ended = update(1);
  const lost = flows.filter(({ target }) => target.id === 'i-101');
  expect(ended).toEqual(lost.map((flow) => ({ flow, cause: 'target-closed' })));
  expect(forwarder.flows()).toEqual(flows.filter((flow) => !lost.includes(flow)));
  expect(update(2)).toEqual([]);
});

test('NLB-TC-02 a connection stays where the group fails open', () => {
  const { forwarder, update, targets } = service();
  opened(forwarder.connect(tcp(1), 0));
  for (const target of targets) setVerdict(target, ZONE_A, 'unhealthy');
  expect(update(1)).toEqual([]);
});

test('NLB-TC-04 a connection lives to the last millisecond of its time-out, by what either end says', () => {
  const { forwarder } = service();
  const flow = opened(forwarder.connect(tcp(1), 0));
  expect(forwarder.carry(flow, 'client', 'data', IDLE_MS - 1)).toBe(true);
  expect(forwarder.carry(flow, 'target', 'data', 2 * IDLE_MS - 2)).toBe(true);
  expect(forwarder.sweep(3 * IDLE_MS - 3)).toEqual([]);
  expect(forwarder.carry(flow, 'client', 'data', 3 * IDLE_MS - 2)).toBe(false);
  expect(forwarder.sweep(3 * IDLE_MS - 2)).toEqual([{ flow, cause: 'idle' }]);
  expect(flow).toMatchObject({ clientDatagrams: 1, replyDatagrams: 1, answered: true });
});

test('NLB-TC-04 a changed time-out holds for connections that are opened afterwards', () => {
  const { forwarder, listener, update } = service();
  const earlier = opened(forwarder.connect(tcp(1), 0));
  listener.attributes.set('tcp.idle_timeout.seconds', '6000');
  update();
  const later = opened(forwarder.connect(tcp(2), 0));
  expect([earlier.idleTimeoutMs, later.idleTimeoutMs]).toEqual([IDLE_MS, 6_000_000]);
});

test('NLB-TC-05 NLB-LI-20 says why a connection goes nowhere', () => {
  const { forwarder, targetGroup, update } = service();
  targetGroup.targets.clear();
  update();
  expect(forwarder.connect(tcp(1), 0)).toEqual({ kind: 'drop', reason: 'no-registered-target' });
  const elsewhere = clientFlow(1, { protocol: 'tcp', port: 54 });
  expect(forwarder.connect(elsewhere, 0)).toEqual({ kind: 'drop', reason: 'no-listener' });
  expect(forwarder.connect(clientFlow(1), 0)).toEqual({ kind: 'drop', reason: 'no-listener' });
});

test('NLB-TC-10 without termination a former target keeps its connections, with it they end', () => {
  const terminates = 'deregistration_delay.connection_termination.enabled';
  for (const [value, left] of [
    ['false', 1],
    ['true', 0],
  ] as const) {
    const { forwarder, targetGroup, update, targetOf } = service({ attributes: { [terminates]: value } });
    const flow = opened(forwarder.connect(tcp(1), 0));
    const target = targetOf(flow.target.id);
    target.drainingUntil = 100_000;
    expect(update(50_000)).toEqual([]);
    forwarder.carry(flow, 'client', 'data', 50_000);
    for (const [key, one] of targetGroup.targets)
      if (one === target) {
        targetGroup.targets.delete(key);
        if (value === 'false') targetGroup.formerTargets.set(key, one);
      }
    update(100_000);
    expect(forwarder.flows()).toHaveLength(left);
  }
});

test('NLB-TC-10 a group that the listener left keeps even a busy connection for an hour at most', () => {
  const { region, listener, forwarder, update } = service();
  const flow = opened(forwarder.connect(tcp(1), 0));
  const next = addTargetGroup(region, { name: 'next' });
  register(next, addInstance(region, 103), { health: { [ZONE_A]: 'healthy' } });
  forwardTo(listener, [[next, 1]]);
  expect(update(1000)).toEqual([]);
  let now = 1000;
  for (; now + IDLE_MS / 2 < 1000 + REPLACED_GROUP_LIMIT_MS; now += IDLE_MS / 2)
    expect(forwarder.carry(flow, 'client', 'data', now)).toBe(true);
  expect(forwarder.carry(flow, 'client', 'data', 1000 + REPLACED_GROUP_LIMIT_MS)).toBe(false);
});

test('NLB-TC-10 a group that the listener comes back to keeps its connections for as long as they are busy', () => {
  const { region, listener, targetGroup, forwarder, update } = service();
  const flow = opened(forwarder.connect(tcp(1), 0));
  forwardTo(listener, [[addTargetGroup(region, { name: 'next' }), 1]]);
  update(0);
  forwardTo(listener, [[targetGroup, 1]]);
  update(1000);
  for (let now = 1000; now <= 2 * REPLACED_GROUP_LIMIT_MS; now += IDLE_MS / 2)
    expect(forwarder.carry(flow, 'client', 'data', now)).toBe(true);
});

test('a listener that goes ends its connections', () => {
  const { region, listener, forwarder, update } = service();
  const flow = opened(forwarder.connect(tcp(1), 0));
  region.elbv2.listeners.delete(listener.arn);
  expect(update(1)).toEqual([{ flow, cause: 'listener-gone' }]);
});

test('NLB-TC-12 a target may call itself where its group does not preserve addresses', () => {
  const fates = ['true', 'false'].map((preserves) => {
    const { forwarder } = service({ attributes: { 'preserve_client_ip.enabled': preserves } });
    const verdicts = Array.from({ length: 20 }, (_, port) =>
      forwarder.connect(tcp(port + 1, '10.0.1.101'), 0),
    );
    return new Set(
      verdicts.map((verdict) => (verdict.kind === 'drop' ? verdict.reason : verdict.flow.target.id)),
    );
  });
  expect(fates).toEqual([new Set(['hairpin', 'i-102']), new Set(['i-101', 'i-102'])]);
});

test('a new connection takes the place of one with the same five-tuple', () => {
  const { forwarder } = service();
  const old = opened(forwarder.connect(tcp(1), 0));
  const verdict = forwarder.connect(tcp(1), 1);
  expect(verdict).toMatchObject({ kind: 'forward', replaced: { flow: old, cause: 'replaced' } });
  expect(forwarder.flows().map(({ fiveTuple }) => formatFiveTuple(fiveTuple))).toHaveLength(1);
  expect(forwarder.carry(old, 'client', 'data', 1)).toBe(false);
  forwarder.close(old);
  expect(forwarder.flows()).toEqual([opened(verdict)]);
});

test('NLB-TC-10 the hour of a left group is over for a silent connection, too, however long it may be idle', () => {
  const { region, listener, forwarder, update } = service();
  listener.attributes.set('tcp.idle_timeout.seconds', '6000');
  update();
  const flow = opened(forwarder.connect(tcp(1), 0));
  forwardTo(listener, [[addTargetGroup(region, { name: 'next' }), 1]]);
  update(1000);
  expect(forwarder.sweep(1000 + REPLACED_GROUP_LIMIT_MS - 1)).toEqual([]);
  expect(forwarder.sweep(1000 + REPLACED_GROUP_LIMIT_MS)).toEqual([{ flow, cause: 'idle' }]);
});

test('NLB-TC-04 a connection that was idle for its time is not one that another replaces', () => {
  const { forwarder } = service();
  const flow = opened(forwarder.connect(tcp(1), 0));
  expect(forwarder.connect(tcp(1), IDLE_MS)).toMatchObject({ replaced: { flow, cause: 'idle' } });
});
