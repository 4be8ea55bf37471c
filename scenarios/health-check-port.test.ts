import {
  DescribeTargetHealthCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Deployment } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

test('health is checked on a port apart from the traffic port', {
  rules: ['NLB-TG-12', 'NLB-TA-08'],
}, async ({ deploy, client }) => {
  // Datagrams go to UDP 8080; nothing listens on TCP 8080, and the check goes to TCP 9090.
  const nlb = await deploy({ targets: 2, crossZone: true, healthCheck: { port: 9090 } });
  const [failing, healthy] = nlb.targets;
  expect(await describeChecks(nlb)).toEqual([
    { target: `${failing!.targetId}:8080`, checkedPort: '9090', state: 'healthy' },
    { target: `${healthy!.targetId}:8080`, checkedPort: '9090', state: 'healthy' },
  ]);
  const flows = await client.openFlows(nlb, 40);
  expect(new Set((await flows.sendAll()).map(({ servedBy }) => servedBy)).size).toBe(2);

  await failing!.stopHealthListener();
  await expect(failing!).toBecome('unhealthy');
  expect(await flows.sendAll()).toBeServedBy(healthy!);

  // Checked on the traffic port, the healthy one fails too: it has no TCP listener there.
  await nlb.aws.elbv2.send(
    new ModifyTargetGroupCommand({ TargetGroupArn: nlb.targetGroup.arn, HealthCheckPort: 'traffic-port' }),
  );
  await expect(healthy!).toBecome('unhealthy');
  expect((await describeChecks(nlb)).map(({ checkedPort }) => checkedPort)).toEqual(['8080', '8080']);
});

test('the check of traffic-port follows the port that a target is registered with', {
  rules: ['NLB-HC-10', 'NLB-TA-02'],
}, async ({ deploy, client, clock }) => {
  // One instance, registered twice. It listens on 8080 alone, so 8081 can only fail if 8081 is what is checked.
  const nlb = await deploy({ targets: 1, crossZone: true });
  const [target] = nlb.targets;
  const { targetId, targetGroupArn } = target!;
  await nlb.aws.elbv2.send(
    new RegisterTargetsCommand({ TargetGroupArn: targetGroupArn, Targets: [{ Id: targetId, Port: 8081 }] }),
  );

  const isJudged = async () => (await describeChecks(nlb))[1]?.state !== 'initial';
  await clock.advanceUntil(isJudged, { withinMs: 600_000 });
  expect(await describeChecks(nlb)).toEqual([
    { target: `${targetId}:8080`, checkedPort: '8080', state: 'healthy' },
    { target: `${targetId}:8081`, checkedPort: '8081', state: 'unhealthy' },
  ]);
  expect(await (await client.openFlows(nlb, 20)).sendAll()).toBeServedBy(target!);
});

/** The registrations of a deployment's group as the API shows them, by port. */
async function describeChecks({ aws, targetGroup }: Deployment) {
  const { TargetHealthDescriptions = [] } = await aws.elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn: targetGroup.arn }),
  );
  return TargetHealthDescriptions.map(({ Target, HealthCheckPort, TargetHealth }) => ({
    target: `${Target?.Id}:${Target?.Port}`,
    checkedPort: HealthCheckPort,
    state: TargetHealth?.State,
  }));
}
