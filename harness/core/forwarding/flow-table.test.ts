import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientFlow } from '../testing/network-builder.ts';
import type { Flow } from './flow.ts';
import { FlowTable } from './flow-table.ts';
import { UDP_IDLE_TIMEOUT_MS } from './flow-timeouts.ts';

function flowAt(sourcePort: number, at: number): Flow {
  return {
    id: sourcePort,
    fiveTuple: clientFlow(sourcePort),
    loadBalancerArn: 'arn:lb/lb',
    listenerArn: 'arn:listener/lb/53',
    targetGroupArn: 'arn:tg/tg',
    target: { id: 'i-1', address: '10.0.1.1', port: 53, availabilityZone: undefined, inbound: undefined },
    openedAt: at,
    idleTimeoutMs: UDP_IDLE_TIMEOUT_MS,
    endsBy: undefined,
    lastDatagramAt: at,
    lastClientDatagramAt: at,
    answered: false,
    clientDatagrams: 0,
    replyDatagrams: 0,
  };
}

test('NLB-RT-02 sweeps a flow exactly 120 s after its last datagram', () => {
  const table = new FlowTable();
  const flow = flowAt(1, 500);
  table.add(flow);
  flow.lastDatagramAt = 700;
  expect(table.sweep(500 + UDP_IDLE_TIMEOUT_MS)).toEqual([]);
  expect(table.sweep(699 + UDP_IDLE_TIMEOUT_MS)).toEqual([]);
  expect(table.sweep(700 + UDP_IDLE_TIMEOUT_MS)).toEqual([flow]);
  expect(table.sweep(700 + UDP_IDLE_TIMEOUT_MS)).toEqual([]);
  expect(table.size).toBe(0);
});

test('returns the flow that a new one replaces, and never sweeps that one again', () => {
  const table = new FlowTable();
  const [old, young] = [flowAt(1, 0), flowAt(1, UDP_IDLE_TIMEOUT_MS)];
  expect(table.add(old)).toBeUndefined();
  expect(table.add(young)).toBe(old);
  expect(table.has(old)).toBe(false);
  expect(table.sweep(UDP_IDLE_TIMEOUT_MS)).toEqual([]);
  expect(table.get(clientFlow(1))).toBe(young);
});

test('returns the flows that it is told to remove', () => {
  const table = new FlowTable();
  const flows = [1, 2, 3].map((port) => flowAt(port, 0));
  for (const flow of flows) table.add(flow);
  expect(table.removeWhere(({ id }) => id !== 2)).toEqual([flows[0], flows[2]]);
  expect([...table.values()]).toEqual([flows[1]]);
});

test('sweeps what a scan of all flows would, whatever the order of datagrams and sweeps', () => {
  const step = fc.record({
    waitMs: fc.integer({ min: 0, max: 150_000 }),
    port: fc.integer({ min: 1, max: 5 }),
    kind: fc.constantFrom('datagram' as const, 'sweep' as const),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = new FlowTable();
      const model = new Map<number, Flow>();
      let now = 0;
      for (const { waitMs, port, kind } of steps) {
        now += waitMs;
        if (kind === 'sweep') {
          const over = [...model.values()].filter(
            ({ lastDatagramAt }) => now - lastDatagramAt >= UDP_IDLE_TIMEOUT_MS,
          );
          for (const { id } of over) model.delete(id);
          expect(new Set(table.sweep(now))).toEqual(new Set(over));
        } else {
          const flow = model.get(port);
          if (flow) flow.lastDatagramAt = now;
          else {
            const opened = flowAt(port, now);
            model.set(port, opened);
            table.add(opened);
          }
        }
        expect(table.size).toBe(model.size);
      }
    }),
  );
});

test('a sweep looks at a busy flow about once in an idle time-out, not at every sweep', () => {
  const table = new FlowTable();
  let looks = 0;
  const flow = flowAt(1, 0);
  const watched = new Proxy(flow, {
    get(target, property, receiver) {
      if (property === 'lastDatagramAt') looks++;
      return Reflect.get(target, property, receiver);
    },
  });
  table.add(watched);
  for (let second = 1; second <= 600; second++) {
    flow.lastDatagramAt = second * 1000;
    expect(table.sweep(second * 1000)).toEqual([]);
  }
  expect(looks).toBeLessThan(20);
});
