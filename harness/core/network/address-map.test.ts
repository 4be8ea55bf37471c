import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AddressMap } from './address-map.ts';
import { ipv4FromNumber, ipv4ToNumber } from './ipv4.ts';

const VPC = { cidrBlock: '172.31.0.0/16', base: '127.31.0.0' };
const SMALL = { cidrBlock: '10.0.64.0/20', base: '127.10.0.0' };
const INTERNET = { cidrBlock: '203.0.113.0/24', base: '127.113.0.0' };
const map = new AddressMap({ networks: [VPC, SMALL, INTERNET], endpoints: [] });

const inside = fc.constantFrom(VPC, SMALL, INTERNET).chain(({ cidrBlock }) => {
  const [address = '', prefix] = cidrBlock.split('/');
  return fc
    .integer({ min: 0, max: 2 ** (32 - Number(prefix)) - 1 })
    .map((offset) => ipv4FromNumber(ipv4ToNumber(address) + offset));
});
const port = fc.integer({ min: 1, max: 65_535 });

test('an address of a mapped network is moved with its lower 16 bits', () => {
  expect(map.addressToActual('172.31.5.6')).toBe('127.31.5.6');
  expect(map.addressToActual('10.0.70.9')).toBe('127.10.70.9');
  expect(map.addressToEmulated('127.113.113.7')).toBe('203.0.113.7');
});

test('an endpoint of a mapped network survives the way there and back', () => {
  fc.assert(
    fc.property(inside, port, (address, port) => {
      const actual = map.toActual('udp', { address, port });
      expect(actual.address.startsWith('127.')).toBe(true);
      expect(map.toEmulated('udp', actual)).toEqual({ address, port });
    }),
  );
});

test('what nothing maps stands for itself in both directions', () => {
  for (const address of ['10.0.63.255', '10.0.80.0', '127.10.80.0', '8.8.8.8', '2001:db8::1']) {
    expect(map.addressToActual(address)).toBe(address);
    expect(map.addressToEmulated(address)).toBe(address);
  }
});

test('a single endpoint comes before its network, for its protocol only', () => {
  const emulated = { address: '172.31.0.10', port: 53 };
  const actual = { address: '127.0.0.1', port: 40_000 };
  const single = new AddressMap({ networks: [VPC], endpoints: [{ protocol: 'udp', emulated, actual }] });
  expect(single.toActual('udp', emulated)).toEqual(actual);
  expect(single.toEmulated('udp', actual)).toEqual(emulated);
  expect(single.toActual('tcp', emulated)).toEqual({ address: '127.31.0.10', port: 53 });
  expect(single.toEmulated('udp', { ...actual, port: 40_001 })).toEqual({
    address: '127.0.0.1',
    port: 40_001,
  });
});

test('many different addresses are translated as the first was', () => {
  for (let offset = 0; offset < 20_000; offset++) {
    const address = `172.31.${offset >>> 8}.${offset & 255}`;
    expect(map.addressToEmulated(map.addressToActual(address))).toBe(address);
  }
});
