import type { Socket } from 'node:net';

/** What peers say: the nth byte of a stream is the nth byte from its own place in this, over and over. */
const PATTERN = Buffer.from(
  Array.from({ length: 65_521 }, (_, index) => (Math.imul(index + 1, 0x9e3779b1) >>> 13) & 0xff),
);
const LENGTH = PATTERN.length;

/** The bytes of a stream from `offset` on. */
function streamBytes(streamId: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const start = (streamId * 1009 + offset + at) % LENGTH;
    at += PATTERN.copy(bytes, at, start, Math.min(LENGTH, start + length - at));
  }
  return bytes;
}

/** One end of a connection that says what it is told to, and compares what it hears with what the other end says. */
export class ScriptedPeer {
  readonly socket: Socket;
  readonly #says: number;
  readonly #hears: number;
  /** Bytes given to the socket. */
  said = 0;
  heard = 0;
  hasEnded = false;
  /** Whether it has let the connection go without more ado: by a reset, or without having said or heard all. */
  hasBroken = false;
  /** What was heard last: that the other side has said all, or an error; undefined for neither. */
  saw: 'end' | 'error' | undefined;
  /** Whether each byte heard was the one that had to come. */
  inOrder = true;

  /** Streams have numbers; those of the two ends of a connection are the same the other way round. */
  constructor(socket: Socket, says: number, hears: number) {
    this.socket = socket;
    this.#says = says;
    this.#hears = hears;
    socket.on('data', (piece: Buffer) => {
      this.inOrder &&= piece.equals(streamBytes(this.#hears, this.heard, piece.length));
      this.heard += piece.length;
    });
    socket.on('end', () => {
      this.saw ??= 'end';
    });
    socket.on('error', () => {
      this.saw = 'error';
    });
  }

  say(bytes: number): void {
    if (this.#isOver) return;
    this.socket.write(streamBytes(this.#says, this.said, bytes));
    this.said += bytes;
  }

  listen(on: boolean): void {
    if (on) this.socket.resume();
    else this.socket.pause();
  }

  end(): void {
    if (this.#isOver) return;
    this.hasEnded = true;
    this.socket.end();
  }

  reset(): void {
    // Node cannot reset a socket whose own end is just being sent.
    const isEnding = this.socket.writableEnded && !this.socket.writableFinished;
    if (this.socket.destroyed || isEnding) return;
    this.hasBroken = true;
    this.socket.resetAndDestroy();
  }

  /** Goes away, as a process does that is ended. */
  vanish(): void {
    if (this.socket.destroyed) return;
    this.hasBroken = true;
    this.socket.destroy();
  }

  toString(): string {
    const { said, heard, hasEnded, hasBroken, saw, socket } = this;
    return JSON.stringify({ said, heard, hasEnded, hasBroken, saw, closed: socket.closed });
  }

  get #isOver(): boolean {
    return this.hasEnded || this.socket.destroyed;
  }
}
