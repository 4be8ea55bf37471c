import { Socket, type SocketConstructorOpts } from 'node:net';
import type { Endpoint } from '../core/network/endpoint.ts';

/**
 * Connects a TCP socket that a system call has made, by its descriptor. It is paused until somebody reads, and each
 * direction ends by itself. That it is connected, or why not, is told by its events.
 */
export function connectDescriptor(fd: number, { address, port }: Endpoint): Socket {
  return new Socket(pausedFromTheStart(fd)).connect({ host: address, port });
}

/**
 * By an option that servers use for the sockets they accept, and that Node does not document. A socket that is paused
 * afterwards is being read already: what came before it is handed to another process would be lost.
 */
function pausedFromTheStart(fd: number): SocketConstructorOpts {
  const options = { fd, readable: true, writable: true, allowHalfOpen: true, pauseOnCreate: true };
  return options;
}
