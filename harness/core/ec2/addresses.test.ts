import { expect, test } from 'vitest';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { allocateAddress, associateAddress, disassociateAddress, releaseAddress } from './addresses.ts';
import { createNetworkInterface, deleteNetworkInterface } from './network-interfaces.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const [subnetId = ''] = [...region.ec2.subnets.keys()];
  const createInterface = (requesterManaged = false) =>
    createNetworkInterface(region, {
      subnetId,
      securityGroupIds: [],
      description: '',
      interfaceType: 'interface',
      requesterManaged,
    });
  return { region, state: region.ec2, createInterface };
}

test('an associated address leads to its interface until it is disassociated', () => {
  const { region, state, createInterface } = setUp();
  const { allocationId, publicIp } = allocateAddress(region, new Map());
  const networkInterface = createInterface();
  const { networkInterfaceId } = networkInterface;
  const associationId = associateAddress(region, {
    allocationId,
    networkInterfaceId,
    allowReassociation: false,
  });
  expect(networkInterface.publicIp).toBe(publicIp);
  disassociateAddress(state, associationId);
  expect(networkInterface.publicIp).toBeUndefined();
  expect(() => disassociateAddress(state, associationId)).toThrowError(
    expect.objectContaining({ code: 'InvalidAssociationID.NotFound' }),
  );
});

test('allocated addresses differ', () => {
  const { region } = setUp();
  const addresses = Array.from({ length: 20 }, () => allocateAddress(region, new Map()).publicIp);
  expect(new Set(addresses).size).toBe(20);
});

test('an address moves only when that is allowed', () => {
  const { region, createInterface } = setUp();
  const { allocationId, publicIp } = allocateAddress(region, new Map());
  const [first, second] = [createInterface(), createInterface()];
  associateAddress(region, {
    allocationId,
    networkInterfaceId: first.networkInterfaceId,
    allowReassociation: false,
  });
  const move = { allocationId, networkInterfaceId: second.networkInterfaceId };
  expect(() => associateAddress(region, { ...move, allowReassociation: false })).toThrowError(
    expect.objectContaining({ code: 'Resource.AlreadyAssociated' }),
  );
  associateAddress(region, { ...move, allowReassociation: true });
  expect([first.publicIp, second.publicIp]).toEqual([undefined, publicIp]);
});

test('an interface has one address: a second takes the place of the first', () => {
  const { region, state, createInterface } = setUp();
  const [first, second] = [allocateAddress(region, new Map()), allocateAddress(region, new Map())];
  const networkInterface = createInterface();
  const { networkInterfaceId } = networkInterface;
  for (const { allocationId } of [first, second])
    associateAddress(region, { allocationId, networkInterfaceId, allowReassociation: true });
  expect(networkInterface.publicIp).toBe(second.publicIp);
  expect(first.associationId).toBeUndefined();
  releaseAddress(state, first.allocationId);
  expect(state.addresses.size).toBe(1);
});

test('an address in use cannot be released; it is free when its interface has gone', () => {
  const { region, state, createInterface } = setUp();
  const { allocationId, publicIp } = allocateAddress(region, new Map());
  const { networkInterfaceId } = createInterface();
  associateAddress(region, { allocationId, networkInterfaceId, allowReassociation: false });
  expect(() => releaseAddress(state, allocationId)).toThrowError(
    expect.objectContaining({ code: 'InvalidIPAddress.InUse', message: `Address ${publicIp} is in use.` }),
  );
  deleteNetworkInterface(state, networkInterfaceId);
  releaseAddress(state, allocationId);
  expect(state.addresses.size).toBe(0);
});

test("an owner cannot take a load balancer's address away", () => {
  const { region, state, createInterface } = setUp();
  const { allocationId } = allocateAddress(region, new Map());
  const { networkInterfaceId } = createInterface(true);
  const associationId = associateAddress(region, {
    allocationId,
    networkInterfaceId,
    allowReassociation: false,
  });
  expect(() => disassociateAddress(state, associationId)).toThrowError(
    expect.objectContaining({ code: 'AuthFailure' }),
  );
});
