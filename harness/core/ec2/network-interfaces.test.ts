import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cidrContains } from '../network/ipv4.ts';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { networkInterfaceByAddress } from './address-owner.ts';
import {
  createNetworkInterface,
  deleteNetworkInterface,
  deleteUnusedNetworkInterface,
  freeAddressCount,
  modifyInterfaceGroups,
} from './network-interfaces.ts';
import { createSecurityGroup } from './security-groups.ts';
import { createSubnet } from './subnets.ts';
import { createVpc } from './vpcs.ts';

function setUp() {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const { vpcId } = createVpc(region, '10.0.0.0/16', new Map());
  const subnet = createSubnet(region, {
    vpcId,
    cidrBlock: '10.0.0.16/28',
    availabilityZone: undefined,
    availabilityZoneId: undefined,
    tags: new Map(),
  });
  const create = (
    options: { privateIpAddress?: string; securityGroupIds?: string[]; managed?: boolean } = {},
  ) =>
    createNetworkInterface(region, {
      subnetId: subnet.subnetId,
      privateIpAddress: options.privateIpAddress,
      securityGroupIds: options.securityGroupIds ?? [],
      description: 'test',
      interfaceType: options.managed ? 'network_load_balancer' : 'interface',
      requesterManaged: options.managed ?? false,
    });
  return { region, vpcId, subnet, create };
}

test('addresses come from the low end, behind the four reserved ones', () => {
  const { create } = setUp();
  expect([create(), create()].map(({ privateIpAddress }) => privateIpAddress)).toEqual([
    '10.0.0.20',
    '10.0.0.21',
  ]);
});

test('an address that was given back is handed out again', () => {
  const { region, create } = setUp();
  const first = create();
  create();
  deleteNetworkInterface(region.ec2, first.networkInterfaceId);
  expect(create().privateIpAddress).toBe('10.0.0.20');
});

test('a /28 has eleven addresses and no more', () => {
  const { region, subnet, create } = setUp();
  expect(freeAddressCount(region.ec2, subnet.subnetId)).toBe(11);
  for (let count = 0; count < 11; count++) create();
  expect(freeAddressCount(region.ec2, subnet.subnetId)).toBe(0);
  expect(() => create()).toThrowError(expect.objectContaining({ code: 'InsufficientFreeAddressesInSubnet' }));
});

test.each([
  ['10.0.0.19', "Address is in subnet's reserved address range"],
  ['10.0.0.31', "Address is in subnet's reserved address range"],
  ['10.0.0.32', "Address does not fall within the subnet's address range"],
])('%s cannot be asked for in 10.0.0.16/28', (privateIpAddress, message) => {
  const { create } = setUp();
  expect(() => create({ privateIpAddress })).toThrowError(
    expect.objectContaining({ code: 'InvalidParameterValue', message }),
  );
});

test('an address in use cannot be asked for', () => {
  const { create } = setUp();
  create({ privateIpAddress: '10.0.0.25' });
  expect(() => create({ privateIpAddress: '10.0.0.25' })).toThrowError(
    expect.objectContaining({ code: 'InvalidIPAddress.InUse', message: 'Address 10.0.0.25 is in use.' }),
  );
});

test('addresses handed out are unique and inside the subnet, whatever is asked for and given back', () => {
  const step = fc.oneof(
    fc.record({ create: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }) }),
    fc.record({ remove: fc.nat({ max: 10 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const { region, subnet, create } = setUp();
      for (const action of steps) {
        const existing = [...region.ec2.networkInterfaces.keys()];
        if ('remove' in action) {
          const id = existing[action.remove];
          if (id !== undefined) deleteNetworkInterface(region.ec2, id);
          continue;
        }
        try {
          create(action.create === undefined ? {} : { privateIpAddress: `10.0.0.${action.create}` });
        } catch {
          // A refusal changes nothing.
          expect([...region.ec2.networkInterfaces.keys()]).toEqual(existing);
        }
      }
      const addresses = [...region.ec2.networkInterfaces.values()].map((item) => item.privateIpAddress);
      expect(new Set(addresses).size).toBe(addresses.length);
      expect(addresses.filter((address) => !cidrContains(subnet.cidrBlock, address))).toEqual([]);
      expect(freeAddressCount(region.ec2, subnet.subnetId)).toBe(11 - addresses.length);
    }),
    { numRuns: 60 },
  );
});

test('an interface is found by VPC and address', () => {
  const { region, vpcId, create } = setUp();
  const networkInterface = create();
  expect(networkInterfaceByAddress(region.ec2, vpcId, '10.0.0.20')).toBe(networkInterface);
  expect(networkInterfaceByAddress(region.ec2, 'vpc-00000000', '10.0.0.20')).toBeUndefined();
});

test("an owner cannot delete a load balancer's interface or change its groups", () => {
  const { region, create } = setUp();
  const { networkInterfaceId } = create({ managed: true });
  expect(() => modifyInterfaceGroups(region.ec2, networkInterfaceId, [])).toThrowError(
    expect.objectContaining({ code: 'AuthFailure' }),
  );
  expect(() => deleteUnusedNetworkInterface(region.ec2, networkInterfaceId)).toThrowError(
    expect.objectContaining({
      code: 'InvalidParameterValue',
      message: `Network interface '${networkInterfaceId}' is currently in use.`,
    }),
  );
});

test('a group of another VPC cannot stand on an interface', () => {
  const { region, create } = setUp();
  const [foreign] = [...region.ec2.securityGroups.keys()];
  expect(() => create({ securityGroupIds: [foreign ?? ''] })).toThrowError(
    expect.objectContaining({ code: 'InvalidParameter' }),
  );
});

test('an interface takes five groups, each once', () => {
  const { region, vpcId, create } = setUp();
  const groupIds = ['a', 'b', 'c', 'd', 'e', 'f'].map(
    (groupName) =>
      createSecurityGroup(region, { groupName, description: 'test', vpcId, tags: new Map() }).groupId,
  );
  const five = groupIds.slice(0, 5);
  const networkInterface = create({ securityGroupIds: [...five, ...five] });
  expect(networkInterface.securityGroupIds).toEqual(five);
  expect(() => modifyInterfaceGroups(region.ec2, networkInterface.networkInterfaceId, groupIds)).toThrowError(
    expect.objectContaining({ code: 'SecurityGroupsPerInterfaceLimitExceeded' }),
  );
  modifyInterfaceGroups(region.ec2, networkInterface.networkInterfaceId, five.slice(0, 1));
  expect(networkInterface.securityGroupIds).toEqual(five.slice(0, 1));
});
