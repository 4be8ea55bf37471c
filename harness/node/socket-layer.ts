import type { Endpoint } from '../core/network/endpoint.ts';

/** How a node reaches the network. Endpoints are actual ones. */
export interface SocketLayer {
  /**
   * Binds a UDP socket, port 0 for any. Done when it returns; throws the system's error (with its `code`).
   */
  bind(at: Endpoint, handlers: SocketHandlers): DatagramSocket;
}

export interface SocketHandlers {
  /** A datagram came. The payload is the receiver's own: no later datagram overwrites it. */
  receive(payload: Uint8Array, from: Endpoint): void;
  /** The socket failed although nothing was asked of it. It stays open. */
  fault(error: Error): void;
}

export interface DatagramSocket {
  /** What was bound. */
  readonly local: Endpoint;
  /** Sends a datagram; never throws, and calls back exactly once, later. */
  send(payload: Uint8Array, to: Endpoint, sent: SentCallback): void;
  /** Resolves when the port is free again. Idempotent. */
  close(): Promise<void>;
}

/** What became of a send: the error, or the number of bytes. */
export type SentCallback = (error: Error | null, bytes: number) => void;
