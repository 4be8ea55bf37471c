import type { Socket } from 'node:net';

/**
 * Waits until a socket that is connecting is connected. Rejects with the system's error, which is ETIMEDOUT when
 * nobody answers within the patience (real time); the socket is destroyed then.
 */
export function untilConnected(socket: Socket, patienceMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let lookingAgain: NodeJS.Immediate | undefined;
    const giveUp = () => {
      const error = new Error(`nobody answered within ${patienceMs} ms`);
      socket.destroy(Object.assign(error, { code: 'ETIMEDOUT' }));
    };
    // An answer needs the system alone. Where this process was kept from looking, it is there, and is read after timers.
    const timer = setTimeout(() => {
      lookingAgain = setImmediate(giveUp);
    }, patienceMs);
    const stopWaiting = () => {
      clearTimeout(timer);
      clearImmediate(lookingAgain);
    };
    socket.once('error', (error) => {
      stopWaiting();
      reject(error);
    });
    socket.once('connect', () => {
      stopWaiting();
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
