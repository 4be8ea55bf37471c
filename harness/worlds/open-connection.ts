import type { Socket } from 'node:net';

/**
 * Waits until a socket that is connecting is connected. Rejects with the system's error, which is ETIMEDOUT when
 * nobody answers within the patience (real time); the socket is destroyed then.
 */
export function untilConnected(socket: Socket, patienceMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const error = new Error(`nobody answered within ${patienceMs} ms`);
      socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
    }, patienceMs);
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
