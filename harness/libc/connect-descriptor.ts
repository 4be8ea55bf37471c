import { Socket } from 'node:net';
import type { Endpoint } from '../core/network/endpoint.ts';

/**
 * Connects a TCP socket that a system call has made, by its descriptor. It is paused until somebody reads, and each
 * direction ends by itself. That it is connected, or why not, is told by its events.
 */
export function connectDescriptor(fd: number, { address, port }: Endpoint): Socket {
  const socket = new Socket({ fd, readable: true, writable: true, allowHalfOpen: true });
  socket.pause();
  return socket.connect({ host: address, port });
}
