import { expect, test } from 'vitest';
import { UdpWait } from './udp-wait.ts';

test('a payload that no datagram holds is refused before any container is started', () => {
  expect(() => UdpWait.forAnswer(53, new Uint8Array(65_508))).toThrow('at most 65507');
  expect(() => UdpWait.forAnswer(53, new Uint8Array(65_507))).not.toThrow();
});
