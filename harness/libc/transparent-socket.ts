import { closeSync } from 'node:fs';
import type { Endpoint } from '../core/network/endpoint.ts';
import { declare, succeeded } from './library.ts';

// As on x86 and ARM; the numbers of socket types differ on MIPS and SPARC only.
const AF_INET = 2;
const SOCK_DGRAM = 2;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_IP = 0;
const IP_TRANSPARENT = 19;
const SOCKADDR_IN_BYTES = 16;

const socket = declare('int socket(int domain, int type, int protocol)');
const setsockopt = declare('int setsockopt(int fd, int level, int name, int *value, int length)');
const bind = declare('int bind(int fd, uint8_t *address, int length)');

/**
 * Opens a UDP socket that is bound to an address which need not be this machine's (IP_TRANSPARENT), and returns
 * its file descriptor. Needs CAP_NET_ADMIN or CAP_NET_RAW in the network namespace. Throws the system's error.
 */
export function openTransparentSocket(at: Endpoint): number {
  const fd = succeeded(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), 'socket');
  try {
    succeeded(setsockopt(fd, SOL_IP, IP_TRANSPARENT, [1], Int32Array.BYTES_PER_ELEMENT), 'setsockopt');
    const address = socketAddress(at);
    succeeded(bind(fd, address, address.length), 'bind');
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/** A sockaddr_in. */
function socketAddress({ address, port }: Endpoint): Uint8Array {
  const bytes = Buffer.alloc(SOCKADDR_IN_BYTES);
  // The family is in the byte order of the machine, and Node runs on little-endian ones but for s390x.
  new Uint16Array(bytes.buffer, bytes.byteOffset, 1)[0] = AF_INET;
  bytes.writeUInt16BE(port, 2);
  for (const [index, part] of address.split('.').entries()) bytes.writeUInt8(Number(part), 4 + index);
  return bytes;
}
