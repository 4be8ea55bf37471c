import { SetSubnetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment, StartedWorld } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

test('a removed zone loses its node, its address in DNS and the use of its targets; the other zone goes on', {
  rules: ['NLB-LB-19', 'NLB-LB-21', 'NLB-TA-12'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ targets: 2 });
  const [inFirst, inSecond] = nlb.targets;
  const firstFlow = await client.openFlow(nlb, { zone: 0 });
  const secondFlow = await client.openFlow(nlb, { zone: 1 });
  expect(await firstFlow.send()).toBeServedBy(inFirst!);
  expect(await secondFlow.send()).toBeServedBy(inSecond!);

  await setZones(nlb, [0]);
  await expectNodes(nlb, clock, [true, false]);

  expect(await inSecond!.describeHealth()).toMatchObject({
    State: 'unused',
    Reason: 'Target.NotInUse',
    Description: 'Target is in an Availability Zone that is not enabled for the load balancer',
  });
  expect(await world.resolve(nlb.dnsName)).toHaveLength(1);
  // No node is left that could count them: these end in the network.
  expect(await secondFlow.sendMany({ count: 3 })).toBeLost();
  expect(await firstFlow.sendMany({ count: 3 })).toBeServedBy(inFirst!);
  expect(await inFirst!.healthState()).toBe('healthy');
});

test('removing a zone also ends the flows to its targets that came in through another zone', {
  rules: ['NLB-LB-21'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const [stays, leaves] = nlb.targets;
  const flows = await client.openFlows(nlb, 20, { zone: 0 });
  const before = await flows.sendAll();
  expect(new Set(before.map(({ servedBy }) => servedBy))).toEqual(new Set([stays!.name, leaves!.name]));

  await setZones(nlb, [0]);
  await expectNodes(nlb, clock, [true, false]);
  expect(await flows.sendAll()).toBeServedBy(stays!);
});

test('a zone that is added gets a node, and its targets are checked anew before they serve', {
  rules: ['NLB-LB-19', 'NLB-TA-12'],
}, async ({ deploy, client, clock, world }) => {
  // An HTTP check passes only after the target has seen it, so that the target's count of checks is exact.
  const nlb = await deploy({ targets: 2, healthCheck: { protocol: 'HTTP' } });
  const [, inSecond] = nlb.targets;
  await setZones(nlb, [0]);
  await expect(inSecond!).toBecome('unused');
  expect(await countChecks(inSecond!, clock)).toBe(0);

  await setZones(nlb, [0, 1]);
  await expectNodes(nlb, clock, [true, true]);
  await expect(inSecond!).toBecome('healthy');
  expect(await world.resolve(nlb.dnsName)).toHaveLength(2);
  expect(await (await client.openFlow(nlb, { zone: 1 })).send()).toBeServedBy(inSecond!);
});

function setZones(nlb: Deployment, zones: readonly number[]) {
  const Subnets = zones.map((zone) => nlb.zones[zone]!.subnetId);
  return nlb.aws.elbv2.send(new SetSubnetsCommand({ LoadBalancerArn: nlb.loadBalancerArn, Subnets }));
}

/** Waits, up to the three minutes that AWS asks for, until just these zones have a node (NLB-LB-13). */
async function expectNodes(nlb: Deployment, clock: StartedWorld['clock'], expected: readonly boolean[]) {
  const nodes = async () => (await nlb.nodeAddresses()).map((address) => address !== '');
  await clock.advanceUntil(async () => String(await nodes()) === String(expected), { withinMs: 180_000 });
  expect(await nodes()).toEqual(expected);
}

/** Health checks that a target's agent sees within three intervals. */
async function countChecks(target: Deployment['targets'][number], clock: StartedWorld['clock']) {
  const agent = await target.agent();
  const before = (await agent.state()).health.connections;
  await clock.advance(30_000);
  return (await agent.state()).health.connections - before;
}
