import { expect, test } from 'vitest';
import { clientFlow, clientFlows, service } from '../testing/network-builder.ts';
import { addTargetGroup, forwardTo, setVerdict } from '../testing/region-builder.ts';
import { ZONE_A, ZONE_B } from '../testing/zones.ts';

test('NLB-RT-12 sends to unhealthy targets while none is healthy', () => {
  const { targets, update, send } = service();
  for (const target of targets) setVerdict(target, ZONE_A, 'unhealthy');
  update();
  const reached = new Set(clientFlows(30).map((fiveTuple) => send(0, fiveTuple)));
  expect([...reached].sort()).toEqual(['i-101', 'i-102']);
});

test('NLB-RT-19 a sticky client keeps its target over all its ports', () => {
  const { send } = service({
    targets: 3,
    attributes: { 'stickiness.enabled': 'true', 'stickiness.type': 'source_ip' },
  });
  for (const address of ['198.51.100.1', '198.51.100.2', '198.51.100.3']) {
    const reached = new Set(clientFlows(20, { address }).map((fiveTuple) => send(0, fiveTuple)));
    expect(reached.size).toBe(1);
  }
});

test('NLB-RT-25 drops a flow that would go back to its client', () => {
  const { forwarder, send } = service({ targets: 1 });
  expect(send(0, clientFlow(40_001, { address: '10.0.1.101' }))).toBe('hairpin');
  expect(forwarder.flows()).toEqual([]);
});

test('NLB-RT-27 drops where the zone has no registered target', () => {
  const { send } = service();
  expect(send(0, clientFlow(40_001, { zone: ZONE_B }))).toBe('no-registered-target');
});

test('NLB-LI-11 new flows follow the weights', () => {
  const { region, listener, targetGroup, addHealthy, update, send } = service({ targets: 1 });
  const heavy = addTargetGroup(region, { name: 'heavy' });
  addHealthy(heavy, 201);
  forwardTo(listener, [
    [targetGroup, 1],
    [heavy, 3],
  ]);
  update();
  const toHeavy = clientFlows(4000).filter((fiveTuple) => send(0, fiveTuple) === 'i-201').length;
  expect(Math.abs(toHeavy - 3000)).toBeLessThan(200);
});

test('the choice of a group says nothing about the choice of a target within it', () => {
  const { region, listener, targetGroup, addHealthy, update, send } = service();
  const other = addTargetGroup(region, { name: 'other' });
  addHealthy(other, 201);
  addHealthy(other, 202);
  forwardTo(listener, [targetGroup, other]);
  update();
  const reached = clientFlows(400).map((fiveTuple) => send(0, fiveTuple));
  for (const id of ['i-101', 'i-102', 'i-201', 'i-202'])
    expect(Math.abs(reached.filter((target) => target === id).length - 100)).toBeLessThan(50);
});

test('NLB-LI-11 drops where every group has weight 0', () => {
  const { listener, targetGroup, update, send } = service();
  forwardTo(listener, [[targetGroup, 0]]);
  update();
  expect(send(0)).toBe('no-forwarding-target-group');
});

test('NLB-RT-28 with target-group stickiness a client keeps its target group', () => {
  const { region, listener, targetGroup, addHealthy, update, send } = service({ targets: 1 });
  const other = addTargetGroup(region, { name: 'other' });
  addHealthy(other, 201);
  forwardTo(
    listener,
    [
      [targetGroup, 1],
      [other, 1],
    ],
    true,
  );
  update();
  const byClient = Array.from({ length: 20 }, (_, index) => {
    const flows = clientFlows(10, { address: `198.51.100.${index}` });
    return new Set(flows.map((fiveTuple) => send(0, fiveTuple)));
  });
  expect(byClient.map(({ size }) => size)).toEqual(new Array(20).fill(1));
  expect(new Set(byClient.flatMap((reached) => [...reached]))).toEqual(new Set(['i-101', 'i-201']));
});
