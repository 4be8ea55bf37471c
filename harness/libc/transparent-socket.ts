import { closeSync } from 'node:fs';
import type { Endpoint, TransportProtocol } from '../core/network/endpoint.ts';
import { declare, succeeded } from './library.ts';

// As on x86 and ARM; the numbers of socket types differ on MIPS and SPARC only.
const AF_INET = 2;
const SOCKET_TYPES = { tcp: 1, udp: 2 } as const;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;
const SOL_IP = 0;
const IP_TRANSPARENT = 19;
const SOCKADDR_IN_BYTES = 16;

const socket = declare('int socket(int domain, int type, int protocol)');
const setsockopt = declare('int setsockopt(int fd, int level, int name, int *value, int length)');
const bind = declare('int bind(int fd, uint8_t *address, int length)');

/**
 * Opens a socket that is bound to an address which need not be this machine's (IP_TRANSPARENT), and returns its
 * file descriptor. TCP sockets may share an endpoint as long as they are connected to different ones. Needs CAP_NET_ADMIN or CAP_NET_RAW in the network namespace. Throws the system's error.
 */
export function openTransparentSocket(at: Endpoint, protocol: TransportProtocol = 'udp'): number {
  const type = SOCKET_TYPES[protocol] | SOCK_NONBLOCK | SOCK_CLOEXEC;
  const fd = succeeded(socket(AF_INET, type, 0), 'socket');
  const switchOn = (level: number, option: number) =>
    succeeded(setsockopt(fd, level, option, [1], Int32Array.BYTES_PER_ELEMENT), 'setsockopt');
  try {
    switchOn(SOL_IP, IP_TRANSPARENT);
    if (protocol === 'tcp') switchOn(SOL_SOCKET, SO_REUSEADDR);
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
