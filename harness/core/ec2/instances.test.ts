import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { findInstanceByAddress } from './address-owner.ts';
import {
  nextInstanceDeadline,
  startInstances,
  stopInstances,
  terminateInstances,
  tickInstances,
} from './instance-states.ts';
import { type LaunchNetwork, type LaunchSpec, launchInstances } from './instances.ts';
import { createNetworkInterface } from './network-interfaces.ts';
import { defaultGroupId } from './security-group-lookup.ts';
import { createSubnet } from './subnets.ts';
import { requireDefaultVpc } from './vpcs.ts';

const TRANSITION_MS = TIMINGS.documented.instanceTransitionMs;
const HOUR_MS = 3_600_000;

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const { vpcId } = requireDefaultVpc(region.ec2);
  const [subnetId = ''] = [...region.ec2.subnets.keys()];
  const network = {
    kind: 'new-interface',
    subnetId,
    securityGroupIds: [defaultGroupId(region.ec2, vpcId)],
    privateIpAddress: undefined,
    associatePublicIpAddress: undefined,
    description: '',
    deleteOnTermination: true,
    tags: new Map(),
  } as const satisfies LaunchNetwork;
  const launch = (change: Partial<LaunchSpec> = {}, now = 0) =>
    launchInstances(region, now, {
      imageId: 'ami-00000000',
      instanceType: 't3.micro',
      minCount: 1,
      maxCount: 1,
      keyName: undefined,
      userData: undefined,
      clientToken: undefined,
      tags: new Map(),
      network,
      ...change,
    });
  const launchOne = (change: Partial<LaunchSpec> = {}) => {
    const [instance] = launch(change);
    if (!instance) throw new Error('nothing was launched');
    return instance;
  };
  return { region, state: region.ec2, vpcId, subnetId, network, launch, launchOne };
}

test('an instance goes from pending to running when its time has come', () => {
  const { state, launchOne } = setUp();
  const instance = launchOne();
  const { instanceId } = instance;
  expect(instance.state).toBe('pending');
  expect(nextInstanceDeadline(state)).toBe(TRANSITION_MS);
  expect(tickInstances(state, TRANSITION_MS - 1)).toEqual([]);
  expect(tickInstances(state, TRANSITION_MS)).toEqual([
    { instanceId, previousState: 'pending', currentState: 'running' },
  ]);
  expect(nextInstanceDeadline(state)).toBeUndefined();
});

test('an instance stops and starts again at its address', () => {
  const { region, state, launchOne } = setUp();
  const instance = launchOne();
  const { instanceId } = instance;
  tickInstances(state, 1_000);
  expect(stopInstances(region, [instanceId], 2_000)).toEqual([
    { instanceId, previousState: 'running', currentState: 'stopping' },
  ]);
  tickInstances(state, 3_000);
  expect(instance).toMatchObject({ state: 'stopped', publicIpAddress: undefined });
  expect(startInstances(region, [instanceId], 4_000)).toEqual([
    { instanceId, previousState: 'stopped', currentState: 'pending' },
  ]);
  tickInstances(state, 5_000);
  expect(instance).toMatchObject({
    state: 'running',
    privateIpAddress: '172.31.0.4',
    publicIpAddress: '198.18.0.1',
    launchedAt: 4_000,
  });
});

test('starting what runs and stopping what is stopped changes nothing', () => {
  const { region, state, launchOne } = setUp();
  const { instanceId } = launchOne();
  tickInstances(state, 1_000);
  expect(startInstances(region, [instanceId], 2_000)).toMatchObject([{ currentState: 'running' }]);
  stopInstances(region, [instanceId], 2_000);
  tickInstances(state, 3_000);
  expect(stopInstances(region, [instanceId], 4_000)).toMatchObject([
    { previousState: 'stopped', currentState: 'stopped' },
  ]);
});

test('a stopping instance cannot be started, and a request for two starts neither', () => {
  const { region, state, launch } = setUp();
  const [first, second] = launch({ minCount: 2, maxCount: 2 });
  const [firstId = '', secondId = ''] = [first?.instanceId, second?.instanceId];
  tickInstances(state, 1_000);
  stopInstances(region, [firstId], 1_000);
  tickInstances(state, 2_000);
  stopInstances(region, [secondId], 2_000);
  expect(() => startInstances(region, [firstId, secondId], 2_500)).toThrowError(
    expect.objectContaining({
      code: 'IncorrectInstanceState',
      message: `The instance '${secondId}' is not in a state from which it can be started.`,
    }),
  );
  expect(first?.state).toBe('stopped');
});

test('a pending instance cannot be stopped', () => {
  const { region, launchOne } = setUp();
  const { instanceId } = launchOne();
  expect(() => stopInstances(region, [instanceId], 0)).toThrowError(
    expect.objectContaining({
      code: 'IncorrectInstanceState',
      message: `Instance '${instanceId}' cannot be stopped as it has never reached the 'running' state.`,
    }),
  );
});

test('a terminated instance gives its address back, stays in the listing for an hour, and never starts', () => {
  const { region, state, vpcId, launchOne } = setUp();
  const instance = launchOne();
  terminateInstances(region, [instance.instanceId], 100);
  expect(instance.state).toBe('shutting-down');
  expect(findInstanceByAddress(state, vpcId, '172.31.0.4')).toBe(instance);
  tickInstances(state, 100 + TRANSITION_MS);
  expect(instance.state).toBe('terminated');
  expect(findInstanceByAddress(state, vpcId, '172.31.0.4')).toBeUndefined();
  expect(() => startInstances(region, [instance.instanceId], 2_000)).toThrowError(
    expect.objectContaining({ code: 'IncorrectInstanceState' }),
  );
  expect(nextInstanceDeadline(state)).toBe(100 + TRANSITION_MS + HOUR_MS);
  expect(tickInstances(state, 100 + TRANSITION_MS + HOUR_MS)).toEqual([]);
  expect(state.instances.size).toBe(0);
});

test('an interface that the caller brought outlives the instance', () => {
  const { region, state, subnetId, launchOne } = setUp();
  const { networkInterfaceId } = createNetworkInterface(region, {
    subnetId,
    privateIpAddress: '172.31.0.99',
    securityGroupIds: [],
    description: '',
    interfaceType: 'interface',
    requesterManaged: false,
  });
  const network = { kind: 'existing-interface', networkInterfaceId } as const;
  const instance = launchOne({ network });
  expect(instance.privateIpAddress).toBe('172.31.0.99');
  expect(() => launchOne({ network })).toThrowError(
    expect.objectContaining({ code: 'InvalidNetworkInterface.InUse' }),
  );
  terminateInstances(region, [instance.instanceId], 0);
  tickInstances(state, TRANSITION_MS);
  expect(state.networkInterfaces.get(networkInterfaceId)?.attachedInstanceId).toBeUndefined();
});

test('as many instances start as fit, and none if the least number does not', () => {
  const { region, vpcId, network, launch } = setUp();
  const small = createSubnet(region, {
    vpcId,
    cidrBlock: '172.31.48.0/28',
    availabilityZone: undefined,
    availabilityZoneId: undefined,
    tags: new Map(),
  });
  const inSmall = { ...network, subnetId: small.subnetId };
  expect(() => launch({ minCount: 12, maxCount: 20, network: inSmall })).toThrowError(
    expect.objectContaining({ code: 'InsufficientFreeAddressesInSubnet' }),
  );
  expect(launch({ minCount: 2, maxCount: 20, network: inSmall })).toHaveLength(11);
});

test('a Region runs 256 instances: a launch that asks for more gets what is left, and none below its least number', () => {
  const { region, state, launch } = setUp();
  const first = launch({ maxCount: 100_000 });
  expect(first).toHaveLength(256);
  expect(new Set(first.map(({ privateIpAddress }) => privateIpAddress)).size).toBe(256);
  expect(new Set(first.map(({ publicIpAddress }) => publicIpAddress)).size).toBe(256);
  const refused = expect.objectContaining({
    code: 'InstanceLimitExceeded',
    message: expect.stringContaining(
      'You have requested more instances (257) than your current instance limit of 256 allows for the specified instance type.',
    ),
  });
  expect(() => launch()).toThrowError(refused);
  expect([state.instances.size, state.networkInterfaces.size]).toEqual([256, 256]);

  tickInstances(state, TRANSITION_MS);
  const [{ instanceId: stopped = '' } = {}] = first;
  stopInstances(region, [stopped], TRANSITION_MS);
  tickInstances(state, 2 * TRANSITION_MS);
  expect(launch({ maxCount: 10 }, 2 * TRANSITION_MS)).toHaveLength(1);
  expect(() => startInstances(region, [stopped], 2 * TRANSITION_MS)).toThrowError(refused);
});

test('a launch looks over the used addresses once, however many instances it starts', () => {
  const { state, subnetId, launch } = setUp();
  launch({ maxCount: 2 });
  let looks = 0;
  const values = state.networkInterfaces.values.bind(state.networkInterfaces);
  state.networkInterfaces.values = () => {
    looks += 1;
    return values();
  };
  launch({ maxCount: 1 });
  const forOne = looks;
  looks = 0;
  const many = launch({ minCount: 200, maxCount: 200 });
  expect(looks).toBe(forOne);
  expect(many.every((instance) => instance.subnetId === subnetId)).toBe(true);
});

test('the instances of a launch share a reservation and are numbered', () => {
  const { launch } = setUp();
  const instances = launch({ minCount: 3, maxCount: 3 });
  expect(new Set(instances.map(({ reservationId }) => reservationId)).size).toBe(1);
  expect(instances.map(({ amiLaunchIndex }) => amiLaunchIndex)).toEqual([0, 1, 2]);
});

test('a launch that is repeated with its client token is the first launch', () => {
  const { state, launch } = setUp();
  const first = launch({ clientToken: 'once' });
  expect(launch({ clientToken: 'once' })).toEqual(first);
  expect(state.instances.size).toBe(1);
  expect(() => launch({ clientToken: 'once', instanceType: 'm5.large' })).toThrowError(
    expect.objectContaining({ code: 'IdempotentParameterMismatch' }),
  );
});

test('user data may have 16384 bytes, counted as UTF-8', () => {
  const { launch } = setUp();
  expect(launch({ userData: 'é'.repeat(8_192) })).toHaveLength(1);
  expect(() => launch({ userData: `${'é'.repeat(8_192)}x` })).toThrowError(
    expect.objectContaining({ message: 'User data is limited to 16384 bytes' }),
  );
});

test('two instances cannot have one address, and nothing starts', () => {
  const { state, network, launch } = setUp();
  const fixed = { ...network, privateIpAddress: '172.31.0.50' };
  expect(() => launch({ minCount: 2, maxCount: 2, network: fixed })).toThrowError(
    expect.objectContaining({ code: 'InvalidParameterCombination' }),
  );
  expect([state.instances.size, state.networkInterfaces.size]).toEqual([0, 0]);
});

test.each([
  [0, 1],
  [2, 1],
])('a launch of %i to %i instances is refused', (minCount, maxCount) => {
  const { launch } = setUp();
  expect(() => launch({ minCount, maxCount })).toThrowError(
    expect.objectContaining({ code: 'InvalidParameterValue' }),
  );
});

test('an unknown instance is refused', () => {
  const { region } = setUp();
  expect(() => stopInstances(region, ['i-00000000'], 0)).toThrowError(
    expect.objectContaining({
      code: 'InvalidInstanceID.NotFound',
      message: "The instance ID 'i-00000000' does not exist",
    }),
  );
});
