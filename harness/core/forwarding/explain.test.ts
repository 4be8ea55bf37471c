import { expect, test } from 'vitest';
import { addInstance } from '../testing/ec2-builder.ts';
import { clientFlow, forwarderFor } from '../testing/network-builder.ts';
import {
  addListener,
  addLoadBalancer,
  addTargetGroup,
  buildRegion,
  register,
  setVerdict,
} from '../testing/region-builder.ts';
import { ZONE_A } from '../testing/zones.ts';
import { deriveRoutes } from './derive-routes.ts';
import { explain } from './explain.ts';

const FLOW = clientFlow(40_001);

function service() {
  const region = buildRegion();
  const targetGroup = addTargetGroup(region);
  addListener(region, addLoadBalancer(region), [targetGroup]);
  const targets = [101, 102].map((host) =>
    register(targetGroup, addInstance(region, host), { health: { [ZONE_A]: 'healthy' } }),
  );
  const forwarder = forwarderFor(region);
  const ask = (now: number, fiveTuple = FLOW) =>
    explain({ routes: deriveRoutes(region, now), flows: forwarder.flows(), hashSeed: 7 }, fiveTuple, now);
  const rules = (now: number) => ask(now).steps.map(({ rule }) => rule);
  return { region, targets, forwarder, ask, rules };
}

test('says which listener, rules and hash lead a new flow to its target', () => {
  const { ask } = service();
  const { steps, verdict } = ask(0);
  const id = verdict.kind === 'forward' ? verdict.target.id : 'none';
  const address = `10.0.1.${id.slice(2)}:53`;
  expect(steps).toEqual([
    {
      rule: undefined,
      text: "the UDP listener on port 53 takes it at 10.0.1.10, the load balancer's node in us-east-1a",
    },
    { rule: 'NLB-RT-01', text: 'no flow has this five-tuple: the datagram opens one' },
    {
      rule: 'NLB-SG-08',
      text: 'the load balancer has no security groups: every client may reach its listeners',
    },
    { rule: undefined, text: 'the listener forwards to arn:tg/tg' },
    {
      rule: 'NLB-RT-21',
      text: `the hash of the five-tuple selects ${id} at ${address}, one of 2 targets`,
    },
    { rule: 'NLB-SG-08', text: "an inbound rule of the target's security groups admits the datagram" },
  ]);
  expect(verdict).toMatchObject({ kind: 'forward', flow: 'new', targetGroupArn: 'arn:tg/tg' });
});

test('changes nothing: the same question has the same answer', () => {
  const { forwarder, ask } = service();
  expect(ask(0)).toEqual(ask(0));
  expect(forwarder.flows()).toEqual([]);
});

test('follows a flow through its life by the rules that apply', () => {
  const { targets, forwarder, ask, rules } = service();
  forwarder.decide(FLOW, 0);
  expect(ask(0).verdict).toMatchObject({ flow: 'existing', movedFrom: undefined });
  expect(rules(0).slice(1)).toEqual(['NLB-RT-01', 'NLB-RT-01']);

  const [flow] = forwarder.flows();
  const target = targets.find(({ id }) => id === flow?.target.id)!;
  target.drainingUntil = 300_000;
  expect(rules(0).slice(1)).toEqual(['NLB-RT-01', 'NLB-RT-08']);

  setVerdict(target, ZONE_A, 'unhealthy');
  expect(rules(0).slice(1, 3)).toEqual(['NLB-RT-01', 'NLB-RT-06']);
  expect(ask(0).verdict).toMatchObject({ flow: 'moved', movedFrom: { id: target.id } });

  expect(rules(120_000)[1]).toBe('NLB-RT-02');
});

test('names the rule and the reason of a drop', () => {
  const { ask } = service();
  expect(ask(0, clientFlow(40_001, { port: 99 }))).toMatchObject({
    steps: [
      {
        rule: 'NLB-LI-20',
        text: 'the datagram is dropped: no listener of the load balancer has this port and protocol',
      },
    ],
    verdict: { kind: 'drop', reason: 'no-listener' },
  });
});

test('NLB-RT-12 says that the group fails open', () => {
  const { targets, rules } = service();
  for (const target of targets) setVerdict(target, ZONE_A, 'unhealthy');
  expect(rules(0)).toContain('NLB-RT-12');
});
