import { AuthorizeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { ModifyTargetGroupCommand } from '@aws-sdk/client-elastic-load-balancing-v2';
import { DEFAULT_CONTROL_PORT } from '../harness/index.ts';
import { expect, test } from '../harness/scenario/index.ts';

test('a server that speaks nothing but UDP is never healthy', {
  rules: ['NLB-HC-07'],
}, async ({ deploy, client, clock }) => {
  // The default check: TCP to the traffic port. `both` listens on UDP and TCP 8080, `udp-only` on UDP alone.
  const nlb = await deploy({
    targets: [{ name: 'both' }, { name: 'udp-only', withoutHealthListener: true }],
    crossZone: true,
    waitForHealthy: false,
  });
  await expect(nlb.target('both')).toBecome('healthy');
  await expect(nlb.target('udp-only')).toBecome('unhealthy');
  await clock.advance(120_000);
  expect(await nlb.target('udp-only').describeHealth()).toMatchObject({
    State: 'unhealthy',
    Reason: 'Target.FailedHealthChecks',
  });
  // Its UDP service works, and gets nothing.
  expect(await (await client.openFlows(nlb, 40)).sendAll()).toBeServedBy('both');
});

test('a service of UDP-only servers seems to work, because the load balancer fails open', {
  rules: ['NLB-HC-07', 'NLB-RT-12'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    targets: [{ withoutHealthListener: true }, { withoutHealthListener: true }],
    crossZone: true,
    waitForHealthy: false,
  });
  for (const target of nlb.targets) await expect(target).toBecome('unhealthy');
  const results = await (await client.openFlows(nlb, 40)).sendAll();
  expect(new Set(results.map(({ servedBy }) => servedBy))).toEqual(
    new Set(nlb.targets.map(({ name }) => name)),
  );
});

test('a UDP-only server turns healthy when its check goes to a TCP port of something beside it', {
  rules: ['NLB-HC-07', 'NLB-TG-12'],
}, async ({ deploy, client }) => {
  const nlb = await deploy({
    targets: [{ withoutHealthListener: true }],
    crossZone: true,
    waitForHealthy: false,
  });
  const [target] = nlb.targets;
  await expect(target!).toBecome('unhealthy');

  // The agent's control interface stands for the sidecar container that people put there.
  const sidecarPort = DEFAULT_CONTROL_PORT;
  await nlb.aws.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: nlb.targetSecurityGroupId,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: sidecarPort,
          ToPort: sidecarPort,
          UserIdGroupPairs: [{ GroupId: nlb.loadBalancerSecurityGroupId }],
        },
      ],
    }),
  );
  await nlb.aws.elbv2.send(
    new ModifyTargetGroupCommand({
      TargetGroupArn: nlb.targetGroup.arn,
      HealthCheckPort: String(sidecarPort),
    }),
  );
  await expect(target!).toBecome('healthy');
  expect(await (await client.openFlow(nlb)).send()).toBeServedBy(target!);
});
