import { expect, test } from 'vitest';
import { assertWellFormedId, requireResource, requireResources } from './lookup.ts';

const VPCS = new Map([
  ['vpc-0123456789abcdef0', 'first'],
  ['vpc-12345678', 'second'],
]);

test('an id finds its resource in either length', () => {
  expect(requireResource(VPCS, 'vpc', 'vpc-0123456789abcdef0')).toBe('first');
  expect(requireResource(VPCS, 'vpc', 'vpc-12345678')).toBe('second');
});

test('all unknown ids stand in one error', () => {
  expect(() => requireResources(VPCS, 'vpc', ['vpc-12345678', 'vpc-aaaaaaaa', 'vpc-bbbbbbbb'])).toThrowError(
    expect.objectContaining({
      code: 'InvalidVpcID.NotFound',
      message: "The vpc IDs 'vpc-aaaaaaaa, vpc-bbbbbbbb' do not exist",
    }),
  );
});

test('no ids mean everything', () => {
  expect(requireResources(VPCS, 'vpc', undefined)).toEqual(['first', 'second']);
  expect(requireResources(VPCS, 'vpc', [])).toEqual(['first', 'second']);
});

test.each([
  ['vpc', 'vpc-aaaaaaaa', 'InvalidVpcID.NotFound', "The vpc ID 'vpc-aaaaaaaa' does not exist"],
  ['subnet', 'subnet-aaaaaaaa', 'InvalidSubnetID.NotFound', "The subnet ID 'subnet-aaaaaaaa' does not exist"],
  ['instance', 'i-aaaaaaaa', 'InvalidInstanceID.NotFound', "The instance ID 'i-aaaaaaaa' does not exist"],
  [
    'security-group',
    'sg-aaaaaaaa',
    'InvalidGroup.NotFound',
    "The security group 'sg-aaaaaaaa' does not exist",
  ],
  [
    'network-interface',
    'eni-aaaaaaaa',
    'InvalidNetworkInterfaceID.NotFound',
    "The networkInterface ID 'eni-aaaaaaaa' does not exist",
  ],
  [
    'allocation',
    'eipalloc-aaaaaaaa',
    'InvalidAllocationID.NotFound',
    "The allocation ID 'eipalloc-aaaaaaaa' does not exist",
  ],
] as const)('an unknown %s is refused as EC2 does', (kind, id, code, message) => {
  expect(() => requireResource(new Map(), kind, id)).toThrowError(expect.objectContaining({ code, message }));
});

test.each([
  ['security-group', 'web', 'InvalidGroupId.Malformed', 'Invalid id: "web" (expecting "sg-...")'],
  ['network-interface', 'eni-1', 'InvalidNetworkInterfaceId.Malformed', 'Invalid id: "eni-1"'],
  ['instance', 'i-xyz', 'InvalidInstanceID.Malformed', 'Invalid id: "i-xyz"'],
  ['vpc', 'vpc-123', 'InvalidVpcID.Malformed', 'Invalid id: "vpc-123"'],
] as const)('a malformed %s id is refused before it is looked up', (kind, id, code, message) => {
  expect(() => assertWellFormedId(kind, id)).toThrowError(expect.objectContaining({ code, message }));
});
