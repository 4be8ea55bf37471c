import { expect, test } from 'vitest';
import { openAccount } from './account.fixture.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

async function openAccountForCapacity() {
  const account = await openAccount();
  const [a, b] = account.subnets;
  const LoadBalancerArn = await account.createLoadBalancer({ Subnets: [a, b] });
  const reserve = (CapacityUnits: number) => ({
    LoadBalancerArn,
    MinimumLoadBalancerCapacity: { CapacityUnits },
  });
  const settle = () => {
    account.now += account.region.timings.provisioningMs;
  };
  return { account, LoadBalancerArn, reserve, settle };
}

test('a load balancer has no capacity reservation until one is asked for', async () => {
  const { account, LoadBalancerArn } = await openAccountForCapacity();
  expect(await account.call('DescribeCapacityReservation', { LoadBalancerArn })).toEqual({
    DecreaseRequestsRemaining: 2,
    CapacityReservationState: [],
  });
});

test('a reservation is pending, then provisioned, in equal parts in each zone', async () => {
  const { account, LoadBalancerArn, reserve, settle } = await openAccountForCapacity();
  const asked = account.now;
  const states = (Code: string) =>
    account.zones.slice(0, 2).map((AvailabilityZone) => ({
      AvailabilityZone,
      State: { Code },
      EffectiveCapacityUnits: 50,
    }));
  expect(await account.call('ModifyCapacityReservation', reserve(100))).toEqual({
    LastModifiedTime: new Date(asked),
    DecreaseRequestsRemaining: 2,
    MinimumLoadBalancerCapacity: { CapacityUnits: 100 },
    CapacityReservationState: states('pending'),
  });
  expect(await account.refusal('ModifyCapacityReservation', reserve(200))).toBe(
    'PriorRequestNotComplete: The previous capacity reservation request is not complete',
  );
  settle();
  expect(
    (await account.call('DescribeCapacityReservation', { LoadBalancerArn })).CapacityReservationState,
  ).toEqual(states('provisioned'));
});

test('a reservation can be decreased twice a day', async () => {
  const { account, reserve, settle } = await openAccountForCapacity();
  for (const units of [100, 90, 80]) {
    await account.call('ModifyCapacityReservation', reserve(units));
    settle();
  }
  expect(await account.refusal('ModifyCapacityReservation', reserve(70))).toMatch(
    /^CapacityDecreaseRequestLimitExceeded: /,
  );
  account.now += DAY_MS;
  expect((await account.call('ModifyCapacityReservation', reserve(70))).DecreaseRequestsRemaining).toBe(1);
});

test('a reset ends the reservation', async () => {
  const { account, LoadBalancerArn, reserve, settle } = await openAccountForCapacity();
  await account.call('ModifyCapacityReservation', reserve(100));
  settle();
  const reset = { LoadBalancerArn, ResetCapacityReservation: true };
  expect(await account.call('ModifyCapacityReservation', reset)).toEqual({
    LastModifiedTime: new Date(account.now),
    DecreaseRequestsRemaining: 2,
    CapacityReservationState: [],
  });
});

test('refuses neither and both of units and reset, no units, and more than the quota', async () => {
  const { account, LoadBalancerArn, reserve } = await openAccountForCapacity();
  for (const input of [{ LoadBalancerArn }, { ...reserve(1), ResetCapacityReservation: true }])
    expect(await account.refusal('ModifyCapacityReservation', input)).toMatch(
      /^ValidationError: You must specify either/,
    );
  expect(await account.refusal('ModifyCapacityReservation', reserve(0))).toMatch(
    /^ValidationError: .*'minimumLoadBalancerCapacity.capacityUnits' failed .* greater than or equal to 1$/,
  );
  expect(await account.refusal('ModifyCapacityReservation', reserve(45_001))).toBe(
    "CapacityUnitsLimitExceeded: The maximum number of reserved capacity units has been exceeded: '45000'",
  );
});

test('refuses a reservation beside a TLS listener', async () => {
  const { account, LoadBalancerArn, reserve } = await openAccountForCapacity();
  await account.createListener(LoadBalancerArn, await account.createTargetGroup({ Protocol: 'TCP' }), {
    Protocol: 'TLS',
    Certificates: [{ CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1' }],
  });
  expect(await account.refusal('ModifyCapacityReservation', reserve(1))).toMatch(
    /^InvalidConfigurationRequest: .* TLS listeners$/,
  );
});
