import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { createRegion } from '../region.ts';
import { TIMINGS } from '../timings.ts';
import { addNetworkInterface } from './network-interfaces.ts';
import { anyPrivateAddress, choosePrivateAddress, privateAddresses } from './private-addresses.ts';
import type { Ec2State, Subnet } from './state.ts';

/** Of 16 addresses AWS keeps five: 10.0.0.4 to 10.0.0.14 are left. */
const SMALL: Partial<Subnet> = { cidrBlock: '10.0.0.0/28' };

test.each([
  { givesHighestAddressFirst: false, order: [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14] },
  { givesHighestAddressFirst: true, order: [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4] },
])('a subnet gives each of its addresses once: %j', ({ givesHighestAddressFirst, order }) => {
  const { state, subnet } = smallSubnet({ givesHighestAddressFirst });
  const next = privateAddresses(state, subnet);
  expect(order.map(() => next())).toEqual(order.map((last) => `10.0.0.${last}`));
  expect(next).toThrow(expect.objectContaining({ code: 'InsufficientFreeAddressesInSubnet' }));
  expect(next).toThrow(expect.objectContaining({ code: 'InsufficientFreeAddressesInSubnet' }));
});

test('an address that somebody has is passed over from either end', () => {
  for (const [givesHighestAddressFirst, taken, given] of [
    [false, '10.0.0.4', '10.0.0.5'],
    [true, '10.0.0.14', '10.0.0.13'],
  ] as const) {
    const { state, subnet, occupy } = smallSubnet({ givesHighestAddressFirst });
    occupy(taken);
    expect(choosePrivateAddress(state, subnet, undefined)).toBe(given);
  }
});

test('any free address of a subnet is one of those that nobody has, until there is none', () => {
  const { state, subnet, occupy } = smallSubnet({});
  const random = createRandom(1);
  const given = Array.from({ length: 11 }, () => {
    const address = anyPrivateAddress(state, subnet, random);
    occupy(address);
    return address;
  });
  const all = [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((last) => `10.0.0.${last}`);
  expect(new Set(given)).toEqual(new Set(all));
  expect(given).not.toEqual(all);
  expect(() => anyPrivateAddress(state, subnet, random)).toThrow(
    expect.objectContaining({ code: 'InsufficientFreeAddressesInSubnet' }),
  );
});

function smallSubnet(options: Pick<Ec2State, 'givesHighestAddressFirst'>) {
  const region = createRegion('us-east-1', { seed: 1, timings: TIMINGS.documented });
  const [any] = region.ec2.subnets.values();
  const subnet: Subnet = { ...any!, ...SMALL };
  const occupy = (privateIpAddress: string) =>
    addNetworkInterface(region, subnet, {
      ...{ privateIpAddress, securityGroupIds: [], description: '' },
      ...{ interfaceType: 'interface', requesterManaged: false },
    });
  return { state: { ...region.ec2, ...options }, subnet, occupy };
}
