import { ModifyListenerCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

/** As long as users saw the old target group get new flows after a change. */
const SETTLE_MS = 75_000;

/** Blue serves; green is checked, for it belongs to the listener too, and gets nothing. */
const BLUE_GREEN = {
  crossZone: true,
  targetGroups: [
    { weight: 1, targets: [{ name: 'blue' }] },
    { weight: 0, targets: [{ name: 'green' }] },
  ],
};

test('a listener that is moved to another target group sends new flows there', {
  rules: ['NLB-LI-18', 'NLB-TA-12'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy(BLUE_GREEN);
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy('blue');

  await moveTo(nlb, 'green');
  await clock.advance(SETTLE_MS);
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy('green');
  expect(await nlb.target('blue').describeHealth()).toMatchObject({
    State: 'unused',
    Reason: 'Target.NotInUse',
    Description: 'Target group is not configured to receive traffic from the load balancer',
  });
});

test('a flow under way stays with the old target group until it is idle for 120 s', {
  rules: ['NLB-LI-18'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy(BLUE_GREEN);
  const flow = await client.openFlow(nlb);
  expect(await flow.send()).toBeServedBy('blue');

  await moveTo(nlb, 'green');
  // Unsure: AWS says so of TCP connections, for up to an hour while they are in use, and says nothing of UDP.
  expect(await flow.sendMany({ count: 6, intervalMs: 30_000 })).toBeServedBy('blue');
  await clock.advance(120_000);
  expect(await flow.send()).toBeServedBy('green');
});

test('a listener that is moved back sends new flows to its first target group again', {
  rules: ['NLB-LI-18'],
}, async ({ deploy, client, clock }) => {
  const nlb = await deploy(BLUE_GREEN);
  await moveTo(nlb, 'green');
  await clock.advance(SETTLE_MS);
  await moveTo(nlb, 'blue');
  await expect(nlb.target('blue')).toBecome('healthy'); // it was unused, and is checked anew
  await clock.advance(SETTLE_MS);
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy('blue');
});

/** Makes the target group of this target the only one of the listener. */
function moveTo(nlb: Deployment, target: string) {
  const { targetGroupArn: TargetGroupArn } = nlb.target(target);
  return nlb.aws.elbv2.send(
    new ModifyListenerCommand({
      ListenerArn: nlb.listenerArn,
      DefaultActions: [{ Type: 'forward', TargetGroupArn }],
    }),
  );
}
