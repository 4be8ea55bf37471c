import type { Duplex } from 'node:stream';
import type { Endpoint } from '../core/network/endpoint.ts';
import { resetConnection } from '../libc/reset-connection.ts';
import type { ClientConnection, ConnectionOutcome } from './world.ts';

/** A TCP connection: a socket of Node, or what passes on that of a process elsewhere. Each direction ends by itself. */
export interface ConnectionStream extends Duplex {
  /** Ends it at once, with a reset. */
  resetAndDestroy(): unknown;
}

/** Where a connection is, and who wants to know of its end. */
export interface ClientConnectionPlace {
  /** Emulated endpoints. */
  readonly local: Endpoint;
  readonly remote: Endpoint;
  /** See {@link ClientConnection.toEmulated}. */
  readonly toEmulated?: (seen: Endpoint) => Endpoint;
  readonly onClosed: () => void;
}

/** What the system calls a connection that could not be opened, by its name for it. */
const FAILURES: Readonly<Record<string, ConnectionOutcome>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ETIMEDOUT: 'timed-out',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
};

/** How an attempt ended, where the system's error is about the other side and not about this one. */
export function outcomeOfFailure(error: unknown): ConnectionOutcome | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return FAILURES[code];
}

/** A client's connection that was opened. */
export class OpenedClientConnection implements ClientConnection {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly outcome: Promise<ConnectionOutcome>;
  readonly toEmulated?: (seen: Endpoint) => Endpoint;
  readonly #stream: ConnectionStream;
  readonly #closed: Promise<void>;

  constructor(stream: ConnectionStream, { local, remote, toEmulated, onClosed }: ClientConnectionPlace) {
    this.#stream = stream;
    this.local = local;
    this.remote = remote;
    if (toEmulated) this.toEmulated = toEmulated;
    this.outcome = new Promise((resolve) => {
      stream.once('end', () => resolve('closed'));
      stream.on('error', (error) => resolve(outcomeOfFailure(error) ?? 'reset'));
      stream.once('close', () => resolve('closed'));
    });
    this.#closed = new Promise((resolve) => {
      stream.once('close', () => {
        onClosed();
        resolve();
      });
    });
  }

  write(data: Uint8Array): void {
    this.#stream.write(data);
  }

  onData(listener: (data: Uint8Array) => void): void {
    this.#stream.on('data', listener);
    this.#stream.resume();
  }

  end(): void {
    this.#stream.end();
  }

  reset(): void {
    resetConnection(this.#stream);
  }

  close(): Promise<void> {
    this.#stream.destroy();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** An attempt that came to nothing. Nobody hears what it says. */
export class FailedClientConnection implements ClientConnection {
  readonly local: Endpoint;
  readonly remote: Endpoint;
  readonly outcome: Promise<ConnectionOutcome>;

  constructor(
    outcome: ConnectionOutcome,
    { local, remote }: Pick<ClientConnectionPlace, 'local' | 'remote'>,
  ) {
    this.local = local;
    this.remote = remote;
    this.outcome = Promise.resolve(outcome);
  }

  write(): void {
    // Nobody hears it.
  }

  onData(): void {
    // Nothing will come.
  }

  end(): void {
    // It is over.
  }

  reset(): void {
    // It is over.
  }

  async close(): Promise<void> {
    // It is over.
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // It is over.
  }
}
