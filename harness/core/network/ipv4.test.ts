import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { expect, test } from 'vitest';
import { cidrContains, ipv4FromNumber, ipv4ToNumber, isCidrIpv4, isIpv4 } from './ipv4.ts';

const anyNumber = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test('an address survives the way to a number and back', () => {
  fc.assert(fc.property(anyNumber, (number) => ipv4ToNumber(ipv4FromNumber(number)) === number));
  expect(ipv4ToNumber('10.0.0.1')).toBe(167_772_161);
  expect(ipv4FromNumber(2 ** 32 - 1)).toBe('255.255.255.255');
});

test('takes exactly the addresses that the address library takes', () => {
  const octet = fc.oneof(
    fc.integer({ min: 0, max: 300 }).map(String),
    fc.constantFrom('', '00', '01', '1e1', ' 1', '-1', 'a'),
  );
  const text = fc.array(octet, { minLength: 3, maxLength: 5 }).map((octets) => octets.join('.'));
  expect(isIpv4('-1.0.0.1')).toBe(false);
  expect(() => ipv4ToNumber('-1.0.0.1')).toThrow(RangeError);
  fc.assert(
    fc.property(text, (address) => {
      const valid = ipaddr.IPv4.isValidFourPartDecimal(address);
      expect(isIpv4(address)).toBe(valid);
      if (valid) expect(ipv4FromNumber(ipv4ToNumber(address))).toBe(address);
      else expect(() => ipv4ToNumber(address)).toThrow(RangeError);
    }),
  );
});

test('names the text that is not an address', () => {
  expect(() => ipv4ToNumber('10.0.0')).toThrow("'10.0.0' is not an IPv4 address");
});

test('a block holds the addresses that share its prefix', () => {
  fc.assert(
    fc.property(anyNumber, anyNumber, fc.integer({ min: 0, max: 32 }), (network, address, prefix) => {
      const size = 2 ** (32 - prefix);
      expect(cidrContains(`${ipv4FromNumber(network)}/${prefix}`, ipv4FromNumber(address))).toBe(
        Math.floor(network / size) === Math.floor(address / size),
      );
    }),
  );
});

test('tells blocks from addresses', () => {
  expect(['10.0.0.0/8', '10.0.0.0', '10.0.0.0/33', '::/0'].map(isCidrIpv4)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
