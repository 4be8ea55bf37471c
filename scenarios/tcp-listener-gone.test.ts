import { DeleteListenerCommand, SetSubnetsCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from '../harness/scenario/index.ts';
import { TCP_WITH_HEALTH_APART } from './support/tcp.ts';

test('a deleted listener takes its connections along', {
  rules: ['NLB-LI-20'],
}, async ({ deploy, client, world }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1, zones: 1 });
  const connection = await client.connect(nlb);
  expect(await connection.exchange()).toBeServedBy('target-a');
  await nlb.aws.elbv2.send(new DeleteListenerCommand({ ListenerArn: nlb.listenerArn }));
  expect(await connection.outcome).toBe('reset');
  const { outcome } = await client.connect(nlb, { connectTimeoutMs: 300 });
  // In the loopback world nobody is there to drop it: the system refuses.
  expect(['timed-out', 'refused']).toContain(await outcome);
  expect((await world.snapshot())?.flows ?? []).toEqual([]);
});

test('a removed zone takes the connections through its node along, and those to its targets', {
  rules: ['NLB-LB-21'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 2, zones: 2 });
  const [stays, leaves] = nlb.targets;
  const byZone = async (zone: number, served: string) => {
    for (;;) {
      const connection = await client.connect(nlb, { zone });
      if ((await connection.exchange()).servedBy === served) return connection;
    }
  };
  const throughLeaving = await byZone(1, stays!.name);
  const toLeaving = await byZone(0, leaves!.name);
  const untouched = await byZone(0, stays!.name);

  await nlb.aws.elbv2.send(
    new SetSubnetsCommand({ LoadBalancerArn: nlb.loadBalancerArn, Subnets: [nlb.zones[0]!.subnetId] }),
  );
  // Removal takes a while, up to three minutes.
  await clock.advanceUntil(async () => (await nlb.nodeAddresses()).filter(Boolean).length === 1, {
    withinMs: 200_000,
  });
  expect(await throughLeaving.outcome).toBe('reset');
  expect(await toLeaving.outcome).toBe('reset');
  expect(await untouched.exchange()).toBeServedBy(stays!);
  expect((await world.resolve(nlb.dnsName)).length).toBe(1);
});
