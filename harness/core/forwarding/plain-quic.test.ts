import { expect, test } from 'vitest';
import { clientFlow, forwarded, service } from '../testing/network-builder.ts';
import { UDP_IDLE_TIMEOUT_MS } from './flow-timeouts.ts';

test('NLB-OT-07 a QUIC connection over a UDP listener is a flow: it outlives neither its source port nor 120 s of silence', () => {
  const { forwarder } = service({ targets: 3 });
  const port = 40_001;
  const { flow } = forwarded(forwarder.decide(clientFlow(port), 0));
  const keepAlive = UDP_IDLE_TIMEOUT_MS / 2;
  for (let now = keepAlive; now <= 10 * keepAlive; now += keepAlive)
    expect(forwarded(forwarder.decide(clientFlow(port), now)).flow).toBe(flow);
  const last = 10 * keepAlive;
  // The connection id, which the client keeps when its address changes, is not looked at (NLB-OT-06).
  expect(forwarded(forwarder.decide(clientFlow(port + 1), last))).toMatchObject({ opened: true });
  const late = forwarded(forwarder.decide(clientFlow(port), last + UDP_IDLE_TIMEOUT_MS));
  expect(late).toMatchObject({ opened: true, expired: flow });
});
