import { AddressMap, type AddressMapTable } from '../core/network/address-map.ts';
import { type Endpoint, formatEndpoint } from '../core/network/endpoint.ts';
import { HarnessError } from '../errors.ts';
import {
  type ConnectionStream,
  FailedClientConnection,
  OpenedClientConnection,
  outcomeOfFailure,
} from './client-connection.ts';
import { bindError } from './loopback/bind-error.ts';
import { ClientAddresses } from './loopback/client-addresses.ts';
import { BoundClientSocket } from './loopback/client-socket.ts';
import type { DatagramPort } from './ports.ts';
import {
  type ClientConnection,
  type ClientConnectionOptions,
  type ClientSocket,
  type ClientSocketOptions,
  CONNECT_TIMEOUT_MS,
} from './world.ts';

/** Every endpoint stands for itself. */
export const NOTHING_MAPPED: AddressMapTable = { networks: [], endpoints: [] };
const IDENTITY = new AddressMap(NOTHING_MAPPED);

/** What opens sockets in a network of its own, on the host that has the address or else in the Internet. */
export interface SocketOpener {
  openUdp(at: Endpoint): Promise<DatagramPort>;
  /** Rejects with the system's error. */
  openConnection(at: Endpoint, to: Endpoint, patienceMs: number): Promise<OpenedStream>;
}

export interface OpenedStream {
  readonly stream: ConnectionStream;
  readonly local: Endpoint;
}

/** The clients of a network where everything has its emulated address. */
export class IdentityClients {
  readonly #opener: SocketOpener;
  readonly #addresses = new ClientAddresses();
  readonly #open = new Set<ClientSocket | ClientConnection>();

  constructor(opener: SocketOpener) {
    this.#opener = opener;
  }

  async openSocket({ address: wanted, port = 0 }: ClientSocketOptions): Promise<ClientSocket> {
    const { at, leave } = this.#occupy(wanted, port);
    try {
      const socket = new BoundClientSocket(await this.#opener.openUdp(at), {
        emulatedAddress: at.address,
        emulatedPort: port,
        actual: at,
        map: () => IDENTITY,
        onClosed: () => {
          leave();
          this.#open.delete(socket);
        },
      });
      this.#open.add(socket);
      return socket;
    } catch (error) {
      leave();
      throw openingFailure('socket', at, error);
    }
  }

  async openConnection(
    { address: wanted, port = 0, connectTimeoutMs = CONNECT_TIMEOUT_MS }: ClientConnectionOptions,
    to: Endpoint,
  ): Promise<ClientConnection> {
    const { at, leave } = this.#occupy(wanted, port);
    try {
      const { stream, local } = await this.#opener.openConnection(at, to, connectTimeoutMs);
      const connection = new OpenedClientConnection(stream, {
        local,
        remote: to,
        onClosed: () => {
          leave();
          this.#open.delete(connection);
        },
      });
      this.#open.add(connection);
      return connection;
    } catch (error) {
      leave();
      const outcome = outcomeOfFailure(error);
      if (outcome) return new FailedClientConnection(outcome, { local: at, remote: to });
      throw openingFailure('connection', at, error);
    }
  }

  /** Closes what is open still. */
  close(): Promise<void>[] {
    return [...this.#open].map((client) => client.close());
  }

  #occupy(wanted: string | undefined, port: number) {
    const address = wanted ?? this.#addresses.take();
    return { at: { address, port }, leave: this.#addresses.use(address) };
  }
}

function openingFailure(what: 'socket' | 'connection', at: Endpoint, error: unknown): unknown {
  if (error instanceof HarnessError) return error;
  const { code } = error as NodeJS.ErrnoException;
  return bindError(code, `Cannot open a client ${what} at ${formatEndpoint(at)}`, error);
}
