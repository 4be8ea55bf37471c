import { Duplex } from 'node:stream';
import type { ConnectionStream } from '../../client-connection.ts';

/** What goes to and fro for the streams that share one connection; each end numbers those that it opens. */
export type StreamMessage =
  /** Base64. */
  | { readonly type: 'data'; readonly stream: number; readonly data: string }
  | { readonly type: 'end'; readonly stream: number }
  /** Nothing more either way; with the system's code where that is an error. */
  | { readonly type: 'closed'; readonly stream: number; readonly code?: string | undefined };

export function isStreamMessage(message: { readonly type: string }): message is StreamMessage {
  return message.type === 'data' || message.type === 'end' || message.type === 'closed';
}

/** A stream goes both ways unless it says otherwise. */
export interface Directions {
  readonly readable?: false;
  readonly writable?: false;
}

/** The streams of one end. */
export class ByteStreams {
  readonly #send: (message: StreamMessage) => void;
  readonly #open = new Map<number, ByteStream>();

  constructor(send: (message: StreamMessage) => void) {
    this.#send = send;
  }

  open(number: number, directions: Directions = {}): ConnectionStream {
    const stream = new ByteStream(number, this.#send, directions);
    this.#open.set(number, stream);
    stream.once('close', () => this.#open.delete(number));
    return stream;
  }

  /**
   * What comes for a stream that is gone here comes too late. It is heard in a later turn: whoever has only just been
   * told that a stream is open listens to it then.
   */
  take(message: StreamMessage): void {
    setImmediate(() => this.#open.get(message.stream)?.receive(message));
  }

  /** The connection is gone, and with it everything that went over it. */
  abandon(): void {
    for (const stream of this.#open.keys()) this.take({ type: 'closed', stream });
  }
}

/** One of several streams that share a connection. */
class ByteStream extends Duplex implements ConnectionStream {
  readonly #number: number;
  readonly #send: (message: StreamMessage) => void;
  /** The other end knows. */
  #isClosed = false;

  constructor(number: number, send: (message: StreamMessage) => void, directions: Directions) {
    super(directions as object);
    this.#number = number;
    this.#send = send;
  }

  receive(message: StreamMessage): void {
    if (message.type === 'data') this.push(Buffer.from(message.data, 'base64'));
    else if (message.type === 'end') this.push(null);
    else this.#close(message.code);
  }

  resetAndDestroy(): void {
    this.destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  }

  override _read(): void {
    // What has come has been pushed already.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.#send({ type: 'data', stream: this.#number, data: chunk.toString('base64') });
    done();
  }

  override _final(done: () => void): void {
    this.#send({ type: 'end', stream: this.#number });
    done();
  }

  override _destroy(error: NodeJS.ErrnoException | null, done: (error: Error | null) => void): void {
    if (!this.#isClosed) this.#send({ type: 'closed', stream: this.#number, code: error?.code });
    done(error);
  }

  #close(code: string | undefined): void {
    this.#isClosed = true;
    if (code !== undefined) this.destroy(Object.assign(new Error(code), { code }));
    // What has come and has not been read yet is still to be had; then the stream is done.
    else if (this.readableEnded || !this.readable) this.destroy();
    else {
      this.once('end', () => this.destroy());
      this.push(null);
    }
  }
}
