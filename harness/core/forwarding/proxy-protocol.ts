import { ipv4ToNumber } from '../network/ipv4.ts';
import type { FiveTuple } from './five-tuple.ts';

const SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];
/** Version 2, on behalf of somebody else. */
const VERSION_AND_COMMAND = 0x21;
const TCP_OVER_IPV4 = 0x11;
const HEADER_BYTES = 16;
const ADDRESSES_BYTES = 12;

/** What a connection to a target begins with where the group asks for proxy protocol v2 (NLB-TC-11): 28 bytes. */
export function proxyProtocolHeader({ source, destination }: FiveTuple): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + ADDRESSES_BYTES);
  bytes.set([...SIGNATURE, VERSION_AND_COMMAND, TCP_OVER_IPV4]);
  const view = new DataView(bytes.buffer);
  view.setUint16(14, ADDRESSES_BYTES);
  view.setUint32(16, ipv4ToNumber(source.address));
  view.setUint32(20, ipv4ToNumber(destination.address));
  view.setUint16(24, source.port);
  view.setUint16(26, destination.port);
  return bytes;
}
