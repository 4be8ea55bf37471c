import { expect, test } from 'vitest';
import { stopInstances, terminateInstances } from '../../core/ec2/instance-states.ts';
import type { ZonalHealth } from '../../core/elbv2/state.ts';
import { attributes, openAccount, provision } from './account.fixture.ts';

/** A used target group in zone a, with the answer for one target in few words. */
async function start(group: Record<string, unknown> = {}) {
  const account = await openAccount();
  const edge = await account.createLoadBalancer();
  const TargetGroupArn = await account.createTargetGroup(group);
  await account.createListener(edge, TargetGroupArn);
  provision(account);
  const register = (...Targets: object[]) => account.call('RegisterTargets', { TargetGroupArn, Targets });
  /** `state reason: description`. */
  const health = async (target?: object) => {
    const { TargetHealthDescriptions } = await account.call('DescribeTargetHealth', {
      TargetGroupArn,
      ...(target && { Targets: [target] }),
    });
    return TargetHealthDescriptions?.map(
      ({ TargetHealth }) =>
        `${TargetHealth?.State} ${TargetHealth?.Reason ?? '–'}: ${TargetHealth?.Description ?? '–'}`,
    ).join();
  };
  /** What the node of zone a found out about the only target. */
  const judge = (verdict: ZonalHealth['verdict'], leftHealthyAt?: number) => {
    const [target] = account.region.elbv2.targetGroups.get(TargetGroupArn)?.targets.values() ?? [];
    target?.health.set('us-east-1a', {
      verdict,
      consecutiveSuccesses: 0,
      consecutiveFailures: 0,
      since: account.now,
      leftHealthyAt,
      nextProbeAt: account.now + 30_000,
      probeInFlight: false,
    });
  };
  const set = (settings: Record<string, string>) =>
    account.call('ModifyTargetGroupAttributes', { TargetGroupArn, Attributes: attributes(settings) });
  return { account, edge, TargetGroupArn, register, health, judge, set };
}

test('NLB-TA-07 NLB-TA-08 NLB-TA-09 shows each state of a target with its reason and description', async () => {
  const { account, TargetGroupArn, register, health, judge } = await start();
  const [Id = ''] = account.launchInstances(1);
  await register({ Id });
  expect(await health()).toBe('initial Elb.RegistrationInProgress: Target registration is in progress');
  account.now += account.region.timings.registrationMs;
  expect(await health()).toBe('initial Elb.InitialHealthChecking: Initial health checks in progress');
  judge('healthy');
  expect(await health()).toBe('healthy –: –');
  judge('unhealthy');
  expect(await health()).toBe('unhealthy Target.FailedHealthChecks: Health checks failed');
  await account.call('DeregisterTargets', { TargetGroupArn, Targets: [{ Id }] });
  expect(await health()).toBe(
    'draining Target.DeregistrationInProgress: Target deregistration is in progress',
  );
});

test('NLB-TA-07 NLB-TG-17 shows a target that drains because it is unhealthy', async () => {
  const { account, register, health, judge, set } = await start();
  const [Id = ''] = account.launchInstances(1);
  await set({
    'target_health_state.unhealthy.connection_termination.enabled': 'false',
    'target_health_state.unhealthy.draining_interval_seconds': '60',
  });
  await register({ Id });
  judge('unhealthy', account.now);
  expect(await health()).toBe('unhealthy.draining Target.FailedHealthChecks: Health checks failed');
  account.now += 60_000;
  expect(await health()).toBe('unhealthy Target.FailedHealthChecks: Health checks failed');
});

test('NLB-TA-08 NLB-TA-12 says why a target is not used', async () => {
  const { account, register, health } = await start();
  const [elsewhere = ''] = account.launchInstances(1, account.subnets[1]);
  await register({ Id: elsewhere });
  expect(await health()).toBe(
    'unused Target.NotInUse: Target is in an Availability Zone that is not enabled for the load balancer',
  );
  expect(await health({ Id: 'i-00000000000000000' })).toBe(
    'unused Target.NotRegistered: Target is not registered to the target group',
  );
});

test('NLB-TA-11 calls a stopped or terminated instance unused', async () => {
  const { account, register, health } = await start();
  const [Id = ''] = account.launchInstances(1);
  await register({ Id });
  const settle = async (word: string) => {
    account.now += account.region.timings.instanceTransitionMs;
    account.settleInstances();
    expect(await health()).toBe(`unused Target.InvalidState: Target is in the ${word} state`);
  };
  stopInstances(account.region, [Id], account.now);
  await settle('stopped');
  terminateInstances(account.region, [Id], account.now);
  await settle('terminated');
});

test('NLB-TA-18 cannot use the address of a load balancer as a target', async () => {
  const { account, register, health } = await start({ TargetType: 'ip' });
  const [own] = account.region.ec2.networkInterfaces.values();
  await register({ Id: own?.privateIpAddress });
  expect(await health()).toBe(
    'unused Target.IpUnusable: The IP address cannot be used as a target, as it is in use by a load balancer',
  );
});

test('NLB-TA-05 takes an address outside the VPC for UDP, as AWS does', async () => {
  const { account, register, health } = await start({ TargetType: 'ip' });
  await register({ Id: '10.1.2.3', AvailabilityZone: 'all' });
  account.now += account.region.timings.registrationMs;
  expect(await health()).toBe('initial Elb.InitialHealthChecking: Initial health checks in progress');
});
