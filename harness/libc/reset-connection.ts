import type { Socket } from 'node:net';
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

/**
 * Ends a connection that Node is still opening. The other side may have accepted it already, and is reset then: a
 * socket that is merely destroyed would look to it like one that has said all.
 */
export function resetConnecting(connection: Socket): void {
  // What Node does not document; `resetAndDestroy` waits for the connection, which may never come about.
  const { _reset: reset } = connection as Socket & { _reset?: () => void };
  // Without a port it has not begun: then there is nothing to reset, and it would never close.
  if (reset && connection.localPort !== undefined) reset.call(connection);
  else connection.destroy();
}
