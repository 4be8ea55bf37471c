import { createSocket } from 'node:dgram';
import type { AddressMap } from '../../core/network/address-map.ts';
import { type Endpoint, formatEndpoint } from '../../core/network/endpoint.ts';
import { HarnessError } from '../../errors.ts';
import type { DatagramPort } from '../ports.ts';
import type { ClientSocket } from '../world.ts';
import { bindError } from './bind-error.ts';

/** Enough for a burst of replies while the event loop is busy; the system may grant less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** Where a socket is and how it translates; the map is asked each time, because it grows. */
export interface ClientSocketPlace {
  readonly emulatedAddress: string;
  /** As the client asked; 0 for any. */
  readonly emulatedPort: number;
  readonly actual: Endpoint;
  readonly map: () => AddressMap;
  readonly onClosed: () => void;
}

/** Binds a client's UDP socket. */
export async function bindClientSocket(place: ClientSocketPlace): Promise<BoundClientSocket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ ...place.actual, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  }).catch((error: NodeJS.ErrnoException) => {
    throw bindError(error.code, `Cannot open a client socket at ${formatEndpoint(place.actual)}`, error);
  });
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
  } catch {
    // The system's own size has to do.
  }
  return new BoundClientSocket(socket, place);
}

export class BoundClientSocket implements ClientSocket {
  readonly #socket: DatagramPort;
  readonly #place: ClientSocketPlace;
  #closed: Promise<void> | undefined;
  readonly local: Endpoint;
  readonly actual: Endpoint;

  constructor(socket: DatagramPort, place: ClientSocketPlace) {
    this.#socket = socket;
    this.#place = place;
    const { address, port } = socket.address();
    this.actual = { address, port };
    this.local = { address: place.emulatedAddress, port: place.emulatedPort || port };
    // What comes back as ICMP is the fate of a datagram, and datagrams may get lost.
    socket.on('error', () => undefined);
  }

  send(payload: Uint8Array, to: Endpoint): Promise<void> {
    const actual = this.#place.map().toActual('udp', to);
    return new Promise((resolve, reject) => {
      this.#socket.send(payload, actual.port, actual.address, (error) => {
        const { code } = (error ?? {}) as NodeJS.ErrnoException;
        if (code === 'EMSGSIZE') reject(tooLarge(payload.length, error));
        // Another datagram's ICMP error, reported here: this one's fate is the network's matter.
        else if (error && code !== 'ECONNREFUSED') reject(error);
        else resolve();
      });
    });
  }

  onDatagram(listener: (payload: Uint8Array, from: Endpoint) => void): void {
    this.#socket.on('message', (payload, { address, port }) => {
      listener(payload, this.#place.map().toEmulated('udp', { address, port }));
    });
  }

  toEmulated(seen: Endpoint): Endpoint {
    return this.#place.map().toEmulated('udp', seen);
  }

  close(): Promise<void> {
    this.#closed ??= new Promise<void>((resolve) => void this.#socket.close(resolve)).then(
      this.#place.onClosed,
    );
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

function tooLarge(bytes: number, cause: unknown): HarnessError {
  return new HarnessError(
    'HARNESS_ARGUMENT_INVALID',
    `This system refuses to send a datagram of ${bytes} bytes (EMSGSIZE)`,
    'Send at most 65507 bytes, all that UDP over IPv4 can carry',
    { cause },
  );
}
