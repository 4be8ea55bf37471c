import { DescribeTargetHealthCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from '../harness/scenario/index.ts';
import { deregister, register } from './support/registration.ts';

test('a deregistered target drains for the delay, and then is not registered', {
  rules: ['NLB-TA-16', 'NLB-TA-08', 'NLB-TA-10'],
}, async ({ deploy, clock }) => {
  const nlb = await deploy({
    targets: 2,
    crossZone: true,
    attributes: { 'deregistration_delay.timeout_seconds': '60' },
  });
  const [leaving, staying] = nlb.targets;
  const registeredIds = async () => {
    const { TargetHealthDescriptions = [] } = await nlb.aws.elbv2.send(
      new DescribeTargetHealthCommand({ TargetGroupArn: nlb.targetGroup.arn }),
    );
    return new Set(TargetHealthDescriptions.map(({ Target }) => Target?.Id));
  };

  await deregister(nlb, leaving!);
  await clock.advance(55_000);
  expect(await leaving!.describeHealth()).toMatchObject({
    State: 'draining',
    Reason: 'Target.DeregistrationInProgress',
  });
  expect(await registeredIds()).toEqual(new Set([leaving!.targetId, staying!.targetId]));

  await expect(leaving!).toBecome('unused');
  expect(await leaving!.describeHealth()).toMatchObject({ Reason: 'Target.NotRegistered' });
  expect(await registeredIds()).toEqual(new Set([staying!.targetId]));
});

test('new flows avoid a draining target, and an existing one keeps it until the delay ends', {
  rules: ['NLB-RT-08', 'NLB-RT-09'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({
    targets: 2,
    crossZone: true,
    attributes: { 'deregistration_delay.timeout_seconds': '120' },
  });
  const flow = await client.openFlow(nlb);
  const leaving = nlb.target((await flow.send()).servedBy);
  const [staying] = nlb.otherTargets(leaving);

  await deregister(nlb, leaving);
  expect(await (await client.openFlows(nlb, 40)).sendAll()).toBeServedBy(staying!);
  expect(await flow.sendMany({ count: 6, intervalMs: 20_000 })).toBeServedBy(leaving);

  // The default of new UDP target groups: at the end of the delay flows are closed.
  await expect(leaving).toBecome('unused');
  expect(await flow.sendMany({ count: 3, intervalMs: 20_000 })).toBeServedBy(staying!);
  expect((await world.snapshot())?.counters.flowsMoved ?? 1).toBe(1);
});

test('without connection termination a busy flow outlives the deregistration of its target', {
  rules: ['NLB-RT-09'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    targets: 2,
    crossZone: true,
    attributes: {
      'deregistration_delay.timeout_seconds': '30',
      'deregistration_delay.connection_termination.enabled': 'false',
    },
  });
  const flow = await client.openFlow(nlb);
  const leaving = nlb.target((await flow.send()).servedBy);
  const [staying] = nlb.otherTargets(leaving);

  await deregister(nlb, leaving);
  await expect(leaving).toBecome('unused');
  expect(await flow.sendMany({ count: 6, intervalMs: 100_000 })).toBeServedBy(leaving);
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy(staying!);

  // Only silence ends it.
  await clock.advance(130_000);
  expect(await flow.send()).toBeServedBy(staying!);
});

test('a delay of 120 s or more lets a silent flow end by itself', {
  rules: ['NLB-RT-10', 'NLB-RT-02'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({
    targets: 2,
    crossZone: true,
    attributes: { 'deregistration_delay.timeout_seconds': '180' },
  });
  const flow = await client.openFlow(nlb);
  const leaving = nlb.target((await flow.send()).servedBy);
  const [staying] = nlb.otherTargets(leaving);

  await deregister(nlb, leaving);
  await clock.advance(130_000);
  expect(await leaving.healthState()).toBe('draining');
  expect(await flow.send()).toBeServedBy(staying!);
  // It was opened a second time, and never taken away from its target.
  const counters = (await world.snapshot())?.counters ?? { flowsOpened: 2, flowsMoved: 0 };
  expect(counters).toMatchObject({ flowsOpened: 2, flowsMoved: 0 });
});

test('a draining target that fails its checks loses its flows', {
  rules: ['NLB-RT-08'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ targets: 2, crossZone: true });
  const flow = await client.openFlow(nlb);
  const leaving = nlb.target((await flow.send()).servedBy);
  const [staying] = nlb.otherTargets(leaving);

  await deregister(nlb, leaving);
  await clock.advance(40_000);
  expect(await flow.send()).toBeServedBy(leaving);
  await leaving.stopHealthListener();
  await clock.advance(40_000); // more than two checks
  // The API goes on saying `draining`; the flow's next datagram knows better.
  expect(await leaving.healthState()).toBe('draining');
  expect(await flow.send()).toBeServedBy(staying!);
});

test('a draining target that is registered again starts over and takes new flows', {
  rules: ['NLB-TA-17'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    targets: 2,
    crossZone: true,
    attributes: { 'deregistration_delay.timeout_seconds': '60' },
  });
  const [returning, staying] = nlb.targets;
  await deregister(nlb, returning!);
  await clock.advance(30_000);
  expect(await returning!.healthState()).toBe('draining');

  await register(nlb, returning!);
  expect(await returning!.healthState()).toBe('initial');
  await expect(returning!).toBecome('healthy');
  await clock.advance(60_000); // the old delay is over, and removes nothing
  const results = await (await client.openFlows(nlb, 40)).sendAll();
  expect(new Set(results.map(({ servedBy }) => servedBy))).toEqual(new Set([returning!.name, staying!.name]));
});
