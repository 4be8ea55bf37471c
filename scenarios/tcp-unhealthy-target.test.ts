import { expect, test } from '../harness/scenario/index.ts';
import { connectionsByTarget, TCP_WITH_HEALTH_APART } from './support/tcp.ts';

test('a target that turns unhealthy loses its connections, and new ones go to the others', {
  rules: ['NLB-TC-02', 'NLB-RT-20'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 2 });
  const [failing, other] = nlb.targets;
  const connections = await connectionsByTarget(client, nlb, 3);

  await failing!.stopHealthListener();
  await expect(failing!).toBecome('unhealthy');
  for (const connection of connections.get(failing!.name)!) expect(await connection.outcome).toBe('reset');
  for (const connection of connections.get(other!.name)!)
    expect(await connection.exchange()).toBeServedBy(other!);
  for (const connection of await client.connectMany(nlb, 10))
    expect(await connection.exchange()).toBeServedBy(other!);

  await failing!.startHealthListener();
  await expect(failing!).toBecome('healthy');
  await connectionsByTarget(client, nlb);
  for (const connection of connections.get(other!.name)!)
    expect(await connection.exchange()).toBeServedBy(other!);
});

test('without termination connections stay on an unhealthy target, which gets no new ones', {
  rules: ['NLB-TC-02'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    ...TCP_WITH_HEALTH_APART,
    targets: 2,
    attributes: { 'target_health_state.unhealthy.connection_termination.enabled': 'false' },
  });
  const [failing, other] = nlb.targets;
  const connections = await connectionsByTarget(client, nlb);
  const [kept] = connections.get(failing!.name)!;

  await failing!.stopHealthListener();
  await expect(failing!).toBecome('unhealthy');
  expect(await kept!.exchange()).toBeServedBy(failing!);
  for (const connection of await client.connectMany(nlb, 10))
    expect(await connection.exchange()).toBeServedBy(other!);
});

test('with a draining interval connections to an unhealthy target end when it is over', {
  rules: ['NLB-TC-02', 'NLB-RT-11'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({
    ...TCP_WITH_HEALTH_APART,
    targets: 2,
    attributes: {
      'target_health_state.unhealthy.connection_termination.enabled': 'false',
      'target_health_state.unhealthy.draining_interval_seconds': '90',
    },
  });
  const [failing] = nlb.targets;
  const [kept] = (await connectionsByTarget(client, nlb)).get(failing!.name)!;
  await failing!.stopHealthListener();
  await expect(failing!).toBecome('unhealthy.draining');
  await clock.advance(60_000);
  expect(await kept!.exchange()).toBeServedBy(failing!);
  await expect(failing!).toBecome('unhealthy');
  expect(await kept!.outcome).toBe('reset');
});

test('a service that ends takes its connections along, and is unhealthy by the same port', {
  rules: ['NLB-TC-02'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({ protocol: 'TCP', targets: 2, crossZone: true });
  const [failing, other] = nlb.targets;
  const connections = await connectionsByTarget(client, nlb);
  // The service and its health are at one port here: both end.
  await failing!.stopHealthListener();
  for (const connection of connections.get(failing!.name)!)
    expect(['closed', 'reset']).toContain(await connection.outcome);
  await expect(failing!).toBecome('unhealthy');
  expect(await (await client.connect(nlb)).exchange()).toBeServedBy(other!);
});
