import type { Writable } from 'node:stream';

/** What can be ended by a reset: Node's sockets, and what stands for them. */
export interface Resettable extends Writable {
  resetAndDestroy(): unknown;
}

/**
 * Ends a connection with a reset. Where its own side has just been ended and the system is still about it, Node can
 * neither reset the socket nor would it ever close it: then it is closed, and the system resets what comes after.
 */
export function resetConnection(connection: Resettable): void {
  const isEnding = connection.writableEnded && !connection.writableFinished;
  if (isEnding) connection.destroy();
  else connection.resetAndDestroy();
}
