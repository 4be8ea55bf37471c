import { expect, test } from 'vitest';
import { physicalName } from './physical-name.ts';

test('a name is made of stack and logical id', () => {
  expect(physicalName('UdpNlb', 'LoadBalancerBE9EEC3A', 32)).toBe('UdpNlb-LoadBalancerBE9EEC3A');
});

test('a name that is too long keeps its end', () => {
  const name = physicalName('ProductionStack', 'NetworkLoadBalancerForSyslogBE9EEC3A', 32);
  expect(name).toBe('Producti-lancerForSyslogBE9EEC3A');
  expect(name).toHaveLength(32);
});

test('a name that is cut at a hyphen of the stack has no two in a row', () => {
  const name = physicalName('UdpProd-Stack', 'NetworkLoadBalancerForSyslogBE9EEC3A', 32);
  expect(name).toBe('UdpProd-alancerForSyslogBE9EEC3A');
});
