import { expect, test } from 'vitest';
import { clientFlow, clientFlows, forwarded, service } from '../testing/network-builder.ts';
import { addListener, addTargetGroup, forwardTo, setVerdict } from '../testing/region-builder.ts';
import { ZONE_A } from '../testing/zones.ts';
import { formatFiveTuple } from './five-tuple.ts';
import { UDP_IDLE_TIMEOUT_MS } from './flow-timeouts.ts';

const FLOW = clientFlow(40_001);

test('NLB-RT-01 opens a flow with its first datagram and keeps it on its target', () => {
  const { forwarder } = service();
  const first = forwarded(forwarder.decide(FLOW, 0));
  expect(first).toMatchObject({ opened: true, movedFrom: undefined, expired: undefined });
  const second = forwarded(forwarder.decide(clientFlow(40_001), 1000));
  expect(second).toMatchObject({ opened: false, movedFrom: undefined, expired: undefined });
  expect(second.flow).toBe(first.flow);
  expect(forwarder.flows()).toEqual([first.flow]);
  expect(first.flow).toMatchObject({ id: 1, openedAt: 0, lastDatagramAt: 1000, clientDatagrams: 2 });
});

test('NLB-RT-01 NLB-RT-21 another source port is another flow, and many of them reach every target', () => {
  const { send } = service({ targets: 3 });
  const reached = new Set(clientFlows(60).map((fiveTuple) => send(0, fiveTuple)));
  expect([...reached].sort()).toEqual(['i-101', 'i-102', 'i-103']);
});

test('NLB-RT-02 a flow lives to the last millisecond of 120 s without datagrams, and no longer', () => {
  const { forwarder } = service();
  const { flow } = forwarded(forwarder.decide(FLOW, 0));
  expect(forwarded(forwarder.decide(FLOW, UDP_IDLE_TIMEOUT_MS - 1))).toMatchObject({ opened: false });
  const next = forwarded(forwarder.decide(FLOW, UDP_IDLE_TIMEOUT_MS - 1 + UDP_IDLE_TIMEOUT_MS));
  expect(next).toMatchObject({ opened: true });
  expect(next.expired).toBe(flow);
  expect(next.flow.id).toBe(2);
  expect(forwarder.flows()).toEqual([next.flow]);
});

test('NLB-RT-02 a sweep returns the flows that are over', () => {
  const { forwarder } = service();
  const { flow } = forwarded(forwarder.decide(FLOW, 0));
  expect(forwarder.sweep(UDP_IDLE_TIMEOUT_MS - 1)).toEqual([]);
  expect(forwarder.sweep(UDP_IDLE_TIMEOUT_MS)).toEqual([flow]);
  expect(forwarder.flows()).toEqual([]);
});

test('NLB-RT-06 moves a flow with its next datagram when its target turns unhealthy', () => {
  const { forwarder, update, targetOf } = service();
  const { flow } = forwarded(forwarder.decide(FLOW, 0));
  const before = flow.target;
  setVerdict(targetOf(before.id), ZONE_A, 'unhealthy');
  expect(update()).toEqual([]);
  expect(flow.target).toBe(before);
  const moved = forwarded(forwarder.decide(FLOW, 1000));
  expect(moved).toMatchObject({ opened: false, movedFrom: before });
  expect(moved.flow).toBe(flow);
  expect(flow.target.id).not.toBe(before.id);
});

test('NLB-RT-07 does not move a flow back when its first target recovers', () => {
  const { update, send, targetOf } = service();
  const first = targetOf(send(0));
  setVerdict(first, ZONE_A, 'unhealthy');
  update();
  const second = send(1000);
  setVerdict(first, ZONE_A, 'healthy');
  update();
  expect(second).not.toBe(first.id);
  expect(send(2000)).toBe(second);
});

test('NLB-RT-08 a draining target keeps its flow and gets no new one', () => {
  const { update, send, targetOf } = service();
  const first = send(0);
  targetOf(first).drainingUntil = 300_000;
  update();
  expect(send(1000)).toBe(first);
  const others = new Set(
    clientFlows(30, { address: '203.0.113.10' }).map((fiveTuple) => send(1000, fiveTuple)),
  );
  expect(others.has(first)).toBe(false);
});

test('NLB-RT-09 a flow leaves its target when the deregistration delay ends', () => {
  const { update, send, targetOf } = service();
  const first = send(0);
  targetOf(first).drainingUntil = 100_000;
  update();
  expect(send(99_999)).toBe(first);
  update(100_000);
  expect(send(100_000)).not.toBe(first);
});

test('NLB-RT-09 without connection termination a busy flow outlives the deregistration, until it is idle', () => {
  const { targetGroup, update, send, targetOf } = service();
  const first = targetOf(send(0));
  first.drainingUntil = 1000;
  targetGroup.targets.delete(`${first.id}:53`);
  targetGroup.formerTargets.set(`${first.id}:53`, first);
  update(1000);
  for (let now = 1000; now < 1_000_000; now += 100_000) expect(send(now)).toBe(first.id);
  expect(send(2_000_000)).not.toBe(first.id);
});

test('NLB-LI-20 drops where no listener has the port and protocol', () => {
  const { send } = service();
  expect(send(0, clientFlow(40_001, { port: 54 }))).toBe('no-listener');
  expect(send(0, clientFlow(40_001, { protocol: 'tcp' }))).toBe('no-listener');
  const elsewhere = { ...FLOW, destination: { address: '10.0.9.9', port: 53 } };
  expect(send(0, elsewhere)).toBe('no-listener');
});

test.each([
  ['UDP', true, false],
  ['TCP_UDP', true, true],
  ['TCP', false, true],
  ['TLS', false, true],
  ['QUIC', false, false],
] as const)('a %s listener takes UDP: %s, TCP: %s', (protocol, udp, tcp) => {
  const { listener, update, send } = service();
  listener.protocol = protocol;
  update();
  const isTaken = (transport: 'udp' | 'tcp') =>
    send(0, clientFlow(1, { protocol: transport })) !== 'no-listener';
  expect([isTaken('udp'), isTaken('tcp')]).toEqual([udp, tcp]);
});

test('NLB-LB-09 drops while the load balancer is provisioning', () => {
  const { loadBalancer, update, send } = service();
  loadBalancer.state = 'provisioning';
  update();
  expect(send(0)).toBe('load-balancer-not-active');
});

test('NLB-LI-11 a group at weight 0 gets no new flow, and its flows move with their next datagram', () => {
  const { region, listener, targetGroup, addHealthy, update, send } = service({ targets: 1 });
  expect(send(0)).toBe('i-101');
  const next = addTargetGroup(region, { name: 'next' });
  addHealthy(next, 201);
  forwardTo(listener, [
    [targetGroup, 0],
    [next, 1],
  ]);
  update();
  expect(send(1000)).toBe('i-201');
  expect(new Set(clientFlows(50).map((fiveTuple) => send(1000, fiveTuple)))).toEqual(new Set(['i-201']));
});

test('NLB-LI-18 a repointed listener sends new flows to the new group and leaves old ones until they are idle', () => {
  const { region, listener, addHealthy, update, send } = service({ targets: 1 });
  expect(send(0)).toBe('i-101');
  const next = addTargetGroup(region, { name: 'next' });
  addHealthy(next, 201);
  forwardTo(listener, [next]);
  update();
  expect(send(1000, clientFlow(40_002))).toBe('i-201');
  expect(send(100_000)).toBe('i-101');
  expect(send(100_000 + UDP_IDLE_TIMEOUT_MS)).toBe('i-201');
});

test('closes the flows of a listener that is deleted, and only those', () => {
  const { region, loadBalancer, listener, targetGroup, forwarder, update } = service();
  addListener(region, loadBalancer, [targetGroup], { port: 54 });
  update();
  const { flow } = forwarded(forwarder.decide(FLOW, 0));
  const other = forwarded(forwarder.decide(clientFlow(40_001, { port: 54 }), 0)).flow;
  region.elbv2.listeners.delete(listener.arn);
  expect(update(1000)).toEqual([flow]);
  expect(forwarder.flows()).toEqual([other]);
  expect(update(1000)).toEqual([]);
});

test('NLB-LB-21 closes the flows of a zone that is taken away', () => {
  const { loadBalancer, forwarder, update } = service();
  const { flow } = forwarded(forwarder.decide(FLOW, 0));
  loadBalancer.zones = loadBalancer.zones.filter(({ availabilityZone }) => availabilityZone !== ZONE_A);
  expect(update(1000)).toEqual([flow]);
});

test('a dropped datagram neither opens a flow nor keeps one alive', () => {
  const { targetGroup, forwarder, update, send } = service();
  const { flow } = forwarded(forwarder.decide(FLOW, 0));
  targetGroup.targets.clear();
  update();
  expect(send(60_000)).toBe('no-registered-target');
  expect(flow.lastDatagramAt).toBe(0);
  expect(send(60_000, clientFlow(40_002))).toBe('no-registered-target');
  expect(forwarder.flows().map(({ fiveTuple }) => formatFiveTuple(fiveTuple))).toEqual([
    formatFiveTuple(FLOW),
  ]);
});
