import { expect, test } from 'vitest';
import { ClientAddresses } from './client-addresses.ts';

test('hands out each address once before any is shared', () => {
  const addresses = new ClientAddresses();
  const taken = Array.from({ length: 254 }, () => {
    const address = addresses.take();
    addresses.use(address);
    return address;
  });
  expect(new Set(taken).size).toBe(254);
  expect(taken[0]).toBe('203.0.113.1');
  expect(taken.at(-1)).toBe('203.0.113.254');
  expect(addresses.take()).toBe('203.0.113.1');
  expect(addresses.take()).toBe('203.0.113.2');
});

test('prefers an address that was given back to one in use', () => {
  const addresses = new ClientAddresses();
  const leave = Array.from({ length: 254 }, () => addresses.use(addresses.take()));
  leave[99]?.();
  expect(addresses.take()).toBe('203.0.113.100');
});
