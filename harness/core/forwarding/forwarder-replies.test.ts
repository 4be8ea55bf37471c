import { expect, test } from 'vitest';
import { clientFlow, forwarded, service, targetEndpoint } from '../testing/network-builder.ts';
import { setVerdict } from '../testing/region-builder.ts';
import { ZONE_A } from '../testing/zones.ts';
import type { Flow } from './flow.ts';
import { UDP_IDLE_TIMEOUT_MS } from './flow-timeouts.ts';
import type { Forwarder } from './forwarder.ts';

const FLOW = clientFlow(40_001);

function openFlow(forwarder: Forwarder, now = 0): Flow {
  return forwarded(forwarder.decide(FLOW, now)).flow;
}

test('NLB-RT-05 a reply from the target of the flow goes to the client, from elsewhere it is dropped', () => {
  const { forwarder } = service();
  const flow = openFlow(forwarder);
  const { address, port } = targetEndpoint(flow);
  expect(forwarder.decideReply(flow, { address, port }, 10)).toEqual({ kind: 'forward', flow });
  const strangers = [
    { address, port: port + 1 },
    { address: '10.0.1.99', port },
  ];
  for (const from of strangers)
    expect(forwarder.decideReply(flow, from, 10)).toEqual({ kind: 'drop', reason: 'reply-not-of-flow' });
  expect(flow).toMatchObject({ answered: true, replyDatagrams: 1, clientDatagrams: 1 });
});

test('NLB-RT-03 a first reply must come within 30 s of the last datagram of the client', () => {
  const { forwarder } = service();
  const flow = openFlow(forwarder);
  const reply = (now: number) => forwarder.decideReply(flow, targetEndpoint(flow), now);
  expect(reply(30_001)).toEqual({ kind: 'drop', reason: 'return-path-expired' });
  forwarder.decide(FLOW, 40_000);
  expect(reply(70_000)).toEqual({ kind: 'forward', flow });
  expect(reply(140_000)).toEqual({ kind: 'forward', flow });
});

test('NLB-RT-02 a reply keeps the flow alive', () => {
  const { forwarder } = service();
  const flow = openFlow(forwarder);
  forwarder.decideReply(flow, targetEndpoint(flow), 20_000);
  expect(forwarded(forwarder.decide(FLOW, UDP_IDLE_TIMEOUT_MS + 19_999)).flow).toBe(flow);
});

test('a reply after the end of the flow is dropped, swept or not', () => {
  const { forwarder } = service();
  const flow = openFlow(forwarder);
  const closed = { kind: 'drop', reason: 'flow-closed' };
  expect(forwarder.decideReply(flow, targetEndpoint(flow), UDP_IDLE_TIMEOUT_MS)).toEqual(closed);
  forwarder.sweep(UDP_IDLE_TIMEOUT_MS);
  expect(forwarder.decideReply(flow, targetEndpoint(flow), UDP_IDLE_TIMEOUT_MS)).toEqual(closed);
  const successor = openFlow(forwarder, UDP_IDLE_TIMEOUT_MS);
  expect(successor.fiveTuple).toEqual(flow.fiveTuple);
  expect(forwarder.decideReply(flow, targetEndpoint(flow), UDP_IDLE_TIMEOUT_MS)).toEqual(closed);
});

test('NLB-RT-06 a late reply of the target that the flow has left is dropped; the new one must answer anew', () => {
  const { forwarder, update, targetOf } = service();
  const flow = openFlow(forwarder);
  const before = targetEndpoint(flow);
  forwarder.decideReply(flow, before, 10);
  setVerdict(targetOf(flow.target.id), ZONE_A, 'unhealthy');
  update();
  forwarder.decide(FLOW, 1000);
  expect(flow.answered).toBe(false);
  expect(forwarder.decideReply(flow, before, 1010)).toEqual({ kind: 'drop', reason: 'flow-closed' });
  expect(forwarder.decideReply(flow, targetEndpoint(flow), 1010)).toEqual({ kind: 'forward', flow });
});
