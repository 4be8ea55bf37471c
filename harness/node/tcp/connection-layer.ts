import type { Server, Socket } from 'node:net';
import type { Endpoint } from '../../core/network/endpoint.ts';

/** How a node reaches the network by TCP. Endpoints are actual ones; connections are paused and may be half-open. */
export interface ConnectionLayer {
  /** Listens; port 0 for any. Rejects with the system's error (with its `code`). */
  listen(at: Endpoint, accept: (connection: Socket) => void): Promise<Server>;
  /**
   * Connects from this address, and this port where it is not 0. How that ends is told by the connection's events;
   * what fails at once is thrown.
   */
  connect(from: Endpoint, to: Endpoint): Socket;
}
