import { ModifyListenerAttributesCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';
import { TCP_WITH_HEALTH_APART } from './support/tcp.ts';

test('a connection that is idle for 350 s is gone, which it is told when it speaks', {
  rules: ['NLB-TC-04', 'NLB-LI-15'],
}, async ({ deploy, client, clock, world }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, targets: 1 });
  const connection = await client.connect(nlb);
  expect(await connection.exchange()).toBeServedBy('target-a');
  await clock.advance(349_000);
  expect(await connection.exchange()).toBeServedBy('target-a');
  await clock.advance(360_000);
  // Neither end has been told, and the flow is over.
  expect((await world.snapshot())?.flows ?? []).toEqual([]);
  connection.write('anybody?\n');
  expect(await connection.outcome).toBe('reset');
  expect(await (await client.connect(nlb)).exchange()).toBeServedBy('target-a');
});

test('the idle time-out is an attribute of the listener, for connections to come', {
  rules: ['NLB-TC-04', 'NLB-LI-15'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy({ ...TCP_WITH_HEALTH_APART, protocol: 'TCP_UDP', targets: 1 });
  const earlier = await client.connect(nlb);
  expect(await earlier.exchange()).toBeServedBy('target-a');
  await setIdleTimeout(nlb, 60);
  const later = await client.connect(nlb);
  expect(await later.exchange()).toBeServedBy('target-a');
  await clock.advance(61_000);
  expect(await earlier.exchange()).toBeServedBy('target-a');
  later.write('anybody?\n');
  expect(await later.outcome).toBe('reset');
});

function setIdleTimeout(nlb: Deployment, seconds: number) {
  return nlb.aws.elbv2.send(
    new ModifyListenerAttributesCommand({
      ListenerArn: nlb.listenerArn,
      Attributes: [{ Key: 'tcp.idle_timeout.seconds', Value: String(seconds) }],
    }),
  );
}
