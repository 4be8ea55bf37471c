import type { Duplex } from 'node:stream';
import type { Endpoint } from '../core/network/endpoint.ts';

/** A UDP socket that is bound: of Node here, or of a process elsewhere that passes its datagrams on. */
export interface DatagramPort {
  address(): Endpoint;
  on(event: 'message', listener: (packet: Buffer, from: Endpoint) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  send(packet: Uint8Array, port: number, address: string, done: (error: Error | null) => void): void;
  close(done: () => void): unknown;
}

/** A TCP server that listens, likewise. */
export interface ConnectionPort {
  on(event: 'connection', listener: (connection: Connection) => void): unknown;
  close(done: () => void): unknown;
}

export interface Connection extends Duplex {
  /** Absent where whoever accepted it sees to that. */
  setTimeout?(idleMs: number, listener: () => void): unknown;
}
