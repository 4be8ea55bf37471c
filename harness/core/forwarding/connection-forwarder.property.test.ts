import fc from 'fast-check';
import { expect, test } from 'vitest';
import { targetKey } from '../elbv2/state.ts';
import {
  DELAY,
  DRAINING_INTERVAL,
  findTarget,
  HOSTS,
  TERMINATES_DEREGISTERED,
  TERMINATES_UNHEALTHY,
  ZONES,
} from '../testing/connection-rules.ts';
import { forwardTo, register, setVerdict } from '../testing/region-builder.ts';
import { ConnectionObserver } from './connection-observer.fixture.ts';

// Random histories of a load balancer with two zones and two weighted groups of three targets, watched by an observer
// who knows the state of the API and the rules, and neither routes nor flow table.

/** The least, the default and the most that AWS takes. */
const idleSeconds = fc.constantFrom(60, 350, 6000);
const target = fc.nat(HOSTS.length - 1);
const zone = fc.constantFrom(...ZONES);
const ATTRIBUTES = [
  [TERMINATES_DEREGISTERED, 'true'],
  [TERMINATES_DEREGISTERED, 'false'],
  [TERMINATES_UNHEALTHY, 'true'],
  [TERMINATES_UNHEALTHY, 'false'],
  [DRAINING_INTERVAL, '0'],
  [DRAINING_INTERVAL, '100'],
  [DELAY, '0'],
  [DELAY, '70'],
] as const;

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('connect' as const),
      port: fc.integer({ min: 1, max: 4 }),
      address: fc.constantFrom('203.0.113.9', '10.0.1.100', '10.0.1.101'),
      zone,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      connection: fc.nat(),
      from: fc.constantFrom('client' as const, 'target' as const),
      what: fc.constantFrom('data' as const, 'data' as const, 'end' as const),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('close' as const), connection: fc.nat() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, 5_000, 20_000, 59_999, 60_000, 99_999, 1_200_000, 1_800_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('verdict' as const),
      target,
      zone,
      verdict: fc.constantFrom('healthy' as const, 'healthy' as const, 'unhealthy' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('register' as const), target }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('deregister' as const), target }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('attribute' as const),
      group: fc.nat(1),
      attribute: fc.constantFrom(...ATTRIBUTES),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('forward' as const),
      // Undefined takes the group out of the listener.
      weights: fc.constantFrom(
        [1, 1],
        [1, 1],
        [1, 0],
        [0, 0],
        [1, undefined],
        [undefined, 1],
        [undefined, 1],
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('idle-timeout' as const),
      seconds: idleSeconds,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cross-zone' as const), on: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('listener' as const),
      exists: fc.constantFrom(true, true, false),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
);

function take(
  observer: ConnectionObserver,
  action: typeof step extends fc.Arbitrary<infer Step> ? Step : never,
): string {
  const { net, region } = observer;
  const { groups, listener, loadBalancer } = net;
  const pick = (index: number) => observer.connections[index % observer.connections.length];
  switch (action.do) {
    case 'connect':
      return observer.connect(action.port, action.address, action.zone);
    case 'say': {
      const connection = pick(action.connection);
      if (connection) observer.say(connection, action.from, action.what);
      return action.do;
    }
    case 'close': {
      const connection = pick(action.connection);
      if (connection && !observer.fates.has(connection.flow)) {
        observer.forwarder.close(connection.flow);
        observer.end(connection.flow, 'finished');
      }
      return action.do;
    }
    case 'wait':
      observer.wait(action.ms);
      return action.do;
    case 'sweep':
      observer.sweep();
      return action.do;
    case 'verdict': {
      const target = findTarget(groups[action.target % 2]!, `i-${HOSTS[action.target]}`);
      if (target && target.health.get(action.zone)?.verdict !== action.verdict)
        setVerdict(target, action.zone, action.verdict, observer.now);
      break;
    }
    case 'register': {
      const group = groups[action.target % 2]!;
      const id = `i-${HOSTS[action.target]}`;
      const present = group.targets.get(targetKey(id, group.port));
      if (present && present.drainingUntil === undefined) break;
      group.formerTargets.delete(targetKey(id, group.port));
      register(group, id, { registeredAt: observer.now });
      break;
    }
    case 'deregister': {
      const group = groups[action.target % 2]!;
      const target = group.targets.get(targetKey(`i-${HOSTS[action.target]}`, group.port));
      if (!target || target.drainingUntil !== undefined) break;
      target.deregisteredAt = observer.now;
      target.drainingUntil = observer.now + Number(group.attributes.get(DELAY)) * 1000;
      break;
    }
    case 'attribute':
      groups[action.group]!.attributes.set(action.attribute[0], action.attribute[1]);
      break;
    case 'forward':
      forwardTo(
        listener,
        groups.flatMap((group, index) => {
          const weight = action.weights[index];
          return weight === undefined ? [] : [[group, weight] as const];
        }),
      );
      break;
    case 'idle-timeout':
      listener.attributes.set('tcp.idle_timeout.seconds', String(action.seconds));
      break;
    case 'cross-zone':
      loadBalancer.attributes.set('load_balancing.cross_zone.enabled', String(action.on));
      break;
    case 'listener':
      if (action.exists) region.elbv2.listeners.set(listener.arn, listener);
      else region.elbv2.listeners.delete(listener.arn);
  }
  observer.reconcile();
  return action.do;
}

test('NLB-TC-01 NLB-TC-02 NLB-TC-04 NLB-TC-10 every connection of any history has the one fate that the rules give it', () => {
  const seen: Record<string, number> = {};
  const count = (what: string) => {
    seen[what] = (seen[what] ?? 0) + 1;
  };
  fc.assert(
    fc.property(idleSeconds, fc.array(step, { minLength: 80, maxLength: 120 }), (seconds, steps) => {
      const observer = new ConnectionObserver();
      observer.net.listener.attributes.set('tcp.idle_timeout.seconds', String(seconds));
      observer.reconcile();
      for (const action of steps) {
        count(take(observer, action));
        observer.compareTable();
      }
      for (const fate of observer.fates.values()) count(fate);
      const ids = observer.connections.map(({ flow }) => flow.id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(observer.fates.size + observer.forwarder.flows().length).toBe(ids.length);
    }),
    { numRuns: 100, seed: 20_261 },
  );
  // The histories would prove nothing if one of these hardly happened.
  const happenings = ['opened', 'idle', 'listener-gone', 'target-closed', 'finished', 'replaced', 'hairpin'];
  for (const what of [...happenings, 'no-listener', 'no-forwarding-target-group', 'no-registered-target'])
    expect([what, (seen[what] ?? 0) > 20]).toEqual([what, true]);
});
