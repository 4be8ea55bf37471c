import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { attachedInterface } from './attached-interface.ts';

function address(cidr: string, rest: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo {
  const [text = ''] = cidr.split('/');
  return {
    address: text,
    cidr,
    family: 'IPv4',
    internal: false,
    netmask: '',
    mac: '',
    ...rest,
  } as NetworkInterfaceInfo;
}

const interfaces = {
  lo: [address('127.0.0.1/8', { internal: true })],
  eth0: [address('fe80::1/64', { family: 'IPv6' }), address('10.9.0.7/24')],
  eth1: [address('172.31.0.2/16')],
};

test('the interface of a network is the one with an address in its block', () => {
  expect(attachedInterface('172.31.0.0/16', interfaces)).toEqual({
    device: 'eth1',
    address: '172.31.0.2',
    prefixLength: 16,
  });
});

test('a machine that is not on the network says where it is', () => {
  expect(() => attachedInterface('192.168.0.0/16', interfaces)).toThrowError(
    expect.objectContaining({
      code: 'HARNESS_ATTACH_FAILED',
      message: expect.stringContaining('its addresses: 10.9.0.7 (eth0), 172.31.0.2 (eth1)'),
    }),
  );
});

test('the loopback interface is on no network', () => {
  expect(() => attachedInterface('127.0.0.0/8', interfaces)).toThrowError('no address in 127.0.0.0/8');
});
