import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatEndpoint } from '../network/endpoint.ts';
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
import { ZONE_A, ZONE_B } from '../testing/zones.ts';
import { deriveRoutes } from './derive-routes.ts';
import { explain } from './explain.ts';
import { formatFiveTuple } from './five-tuple.ts';
import type { Flow } from './flow.ts';
import { UDP_IDLE_TIMEOUT_MS } from './flow-timeouts.ts';
import { Forwarder } from './forwarder.ts';
import type { Routes, TargetGroupRoute, TargetRoute } from './routes.ts';

// Random histories of a load balancer with two zones, two weighted groups and three targets each, watched by an
// observer who knows only the routes and what each datagram did.

const HASH_SEED = 99;

const settings = fc.record({
  crossZone: fc.boolean(),
  stickyTargets: fc.boolean(),
  stickyGroups: fc.boolean(),
});

const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('datagram' as const),
      waitMs: fc.constantFrom(0, 1, 5, 5_000, 20_000, 119_999, 120_000),
      port: fc.integer({ min: 1, max: 2 }),
      address: fc.constantFrom('203.0.113.9', '10.0.1.100'),
      zone: fc.constantFrom(ZONE_A, ZONE_B),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('verdict' as const),
      target: fc.nat(5),
      zone: fc.constantFrom(ZONE_A, ZONE_B),
      verdict: fc.constantFrom('healthy' as const, 'unhealthy' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('drain' as const), target: fc.nat(5), on: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('weights' as const), weights: fc.tuple(fc.nat(2), fc.nat(2)) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
);

function network({
  crossZone,
  stickyTargets,
  stickyGroups,
}: {
  crossZone: boolean;
  stickyTargets: boolean;
  stickyGroups: boolean;
}) {
  const region = buildRegion();
  const loadBalancer = addLoadBalancer(region, {
    zones: [ZONE_A, ZONE_B],
    attributes: { 'load_balancing.cross_zone.enabled': String(crossZone) },
  });
  const attributes = { 'stickiness.enabled': String(stickyTargets), 'stickiness.type': 'source_ip' };
  const groups = ['one', 'two'].map((name) => addTargetGroup(region, { name, attributes }));
  const listener = addListener(region, loadBalancer, groups, { stickinessEnabled: stickyGroups });
  const targets = Array.from({ length: 6 }, (_, index) =>
    register(groups[index % 2]!, addInstance(region, 100 + index, { zone: index < 4 ? ZONE_A : ZONE_B }), {
      health: { [ZONE_A]: 'healthy', [ZONE_B]: 'healthy' },
    }),
  );
  return { region, listener, groups, targets };
}

function groupRoute(routes: Routes, zone: string, arn: string): TargetGroupRoute {
  const node = routes.nodes.find(({ availabilityZone }) => availabilityZone === zone);
  return node!.listeners[0]!.targetGroups.find(({ targetGroupArn }) => targetGroupArn === arn)!;
}

function lists(targets: readonly TargetRoute[], target: TargetRoute): boolean {
  return targets.some((listed) => formatEndpoint(listed) === formatEndpoint(target));
}

test('every datagram of any history obeys the rules of flows', () => {
  const coverage = { opened: 0, moved: 0, stayed: 0, dropped: 0 };
  fc.assert(
    fc.property(settings, fc.array(step, { minLength: 80, maxLength: 120 }), (options, steps) => {
      const { region, listener, groups, targets } = network(options);
      const forwarder = new Forwarder({ hashSeed: HASH_SEED });
      let now = 0;
      let routes = deriveRoutes(region, now);
      expect(forwarder.setRoutes(routes, now)).toEqual([]);
      const ended: Flow[] = [];
      const fates = { sent: 0, forwarded: 0, dropped: 0 };

      for (const action of steps) {
        if (action.kind === 'verdict') setVerdict(targets[action.target]!, action.zone, action.verdict, now);
        else if (action.kind === 'drain')
          targets[action.target]!.drainingUntil = action.on ? now + 200_000 : undefined;
        else if (action.kind === 'weights')
          forwardTo(
            listener,
            groups.map((group, index) => [group, action.weights[index]!] as const),
            options.stickyGroups,
          );
        else if (action.kind === 'sweep') ended.push(...forwarder.sweep(now));
        else {
          now += action.waitMs;
          const fiveTuple = clientFlow(action.port, { address: action.address, zone: action.zone });
          const key = formatFiveTuple(fiveTuple);
          routes = deriveRoutes(region, now);
          ended.push(...forwarder.setRoutes(routes, now));

          const known = forwarder.flows().find((flow) => formatFiveTuple(flow.fiveTuple) === key);
          const before = known && structuredClone(known);
          const isLive = before !== undefined && now - before.lastDatagramAt < UDP_IDLE_TIMEOUT_MS;
          const explained = explain(
            { routes, flows: forwarder.flows(), hashSeed: HASH_SEED },
            fiveTuple,
            now,
          );
          const verdict = forwarder.decide(fiveTuple, now);
          fates.sent++;

          const oldGroup = isLive ? groupRoute(routes, action.zone, before.targetGroupArn) : undefined;
          const mayStay =
            isLive &&
            oldGroup!.weight > 0 &&
            lists([...oldGroup!.candidates, ...oldGroup!.keepers], before.target);
          if (verdict.kind === 'drop') {
            fates.dropped++;
            coverage.dropped++;
            expect(explained.verdict).toEqual(verdict);
            expect(mayStay).toBe(false);
            continue;
          }
          fates.forwarded++;
          if (verdict.expired) ended.push(verdict.expired);
          const { flow } = verdict;
          expect(explained.verdict).toMatchObject({
            kind: 'forward',
            flow: verdict.opened ? 'new' : verdict.movedFrom ? 'moved' : 'existing',
            target: flow.target,
            targetGroupArn: flow.targetGroupArn,
          });
          expect(verdict.opened).toBe(!isLive);
          if (mayStay) {
            coverage.stayed++;
            expect([flow.id, flow.target]).toEqual([before.id, before.target]);
            expect(verdict.movedFrom).toBeUndefined();
            continue;
          }
          // A flow that is opened or moved goes to a candidate of a group with a weight, in reach of the node.
          coverage[verdict.opened ? 'opened' : 'moved']++;
          const route = groupRoute(routes, action.zone, flow.targetGroupArn);
          expect(route.weight).toBeGreaterThan(0);
          expect(lists(route.candidates, flow.target)).toBe(true);
          if (!options.crossZone) expect(flow.target.availabilityZone).toBe(action.zone);
          expect(verdict.movedFrom).toEqual(isLive ? before.target : undefined);
          expect(flow.target.address).not.toBe(fiveTuple.source.address);
        }
      }

      expect(fates.forwarded + fates.dropped).toBe(fates.sent);
      const allFlows = [...forwarder.flows(), ...ended];
      expect(new Set(allFlows.map(({ id }) => id)).size).toBe(allFlows.length);
      expect(allFlows.reduce((sum, { clientDatagrams }) => sum + clientDatagrams, 0)).toBe(fates.forwarded);
    }),
    { numRuns: 200, seed: 20_260 },
  );
  // The histories would prove nothing if one of the four never happened.
  for (const count of Object.values(coverage)) expect(count).toBeGreaterThan(100);
});

test('NLB-RT-19 at unchanged routes a sticky client has one target at a node', () => {
  const clients = fc.array(fc.ipV4(), { minLength: 1, maxLength: 5 });
  const ports = fc.array(fc.integer({ min: 1, max: 65535 }), { minLength: 2, maxLength: 10 });
  fc.assert(
    fc.property(clients, ports, fc.integer(), (addresses, sourcePorts, hashSeed) => {
      const { region } = network({ crossZone: true, stickyTargets: true, stickyGroups: true });
      const forwarder = new Forwarder({ hashSeed });
      forwarder.setRoutes(deriveRoutes(region, 0), 0);
      for (const address of addresses) {
        const reached = sourcePorts.map((port) => {
          const verdict = forwarder.decide(clientFlow(port, { address }), 0);
          return verdict.kind === 'drop' ? verdict.reason : verdict.flow.target.id;
        });
        expect(new Set(reached).size).toBe(1);
      }
    }),
  );
});

test('NLB-LI-11 a group with weight 0 gets no flow at any seed', () => {
  const weights = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.constant(0));
  fc.assert(
    fc.property(weights, fc.integer(), fc.integer({ min: 1, max: 65535 }), (weight, hashSeed, port) => {
      const { region, listener, groups } = network({
        crossZone: true,
        stickyTargets: false,
        stickyGroups: false,
      });
      forwardTo(listener, [
        [groups[1]!, weight[1]],
        [groups[0]!, weight[0]],
      ]);
      const forwarder = new Forwarder({ hashSeed });
      forwarder.setRoutes(deriveRoutes(region, 0), 0);
      const verdict = forwarder.decide(clientFlow(port, { zone: ZONE_A }), 0);
      expect(verdict).toMatchObject({ kind: 'forward', flow: { targetGroupArn: groups[0]!.arn } });
    }),
  );
});
