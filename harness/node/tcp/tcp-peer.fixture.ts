import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Endpoint } from '../../core/network/endpoint.ts';

/** How the other side let a connection go: with all said, with a reset, or not at all yet. */
export type SeenEnd = 'end' | 'reset';

/** One end of a connection in a test, that keeps what it hears. */
export class TcpPeer {
  readonly socket: Socket;
  heard = '';
  readonly ended: Promise<SeenEnd>;
  #waiting: (() => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    this.ended = new Promise((resolve) => {
      socket.on('error', () => resolve('reset'));
      socket.on('end', () => resolve('end'));
    });
    socket.on('data', (piece: Buffer) => {
      this.heard += piece.toString('latin1');
      for (const look of this.#waiting.splice(0)) look();
    });
  }

  get remote(): Endpoint {
    return { address: this.socket.remoteAddress!, port: this.socket.remotePort! };
  }

  /** Resolves when as many bytes were heard. */
  async hears(bytes: number): Promise<string> {
    while (this.heard.length < bytes) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.heard;
  }

  /** Says something and waits for as much to come back. */
  async exchange(text: string): Promise<string> {
    const before = this.heard.length;
    this.socket.write(text, 'latin1');
    return (await this.hears(before + text.length)).slice(before);
  }
}

/** A client that is about to connect; that it is refused is a reset, too. */
export function connectPeer(to: Endpoint, localAddress: string): TcpPeer {
  return new TcpPeer(connect({ host: to.address, port: to.port, localAddress, allowHalfOpen: true }));
}

/** A server of a test, by default an echo. */
export class TcpServer {
  readonly local: Endpoint;
  readonly accepted: TcpPeer[] = [];
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(server: Server, onConnection: (peer: TcpPeer) => void) {
    this.#server = server;
    const { address, port } = server.address() as AddressInfo;
    this.local = { address, port };
    server.on('connection', (socket) => {
      const peer = new TcpPeer(socket);
      this.accepted.push(peer);
      onConnection(peer);
      for (const look of this.#waiting.splice(0)) look();
    });
  }

  static async listen(
    address: string,
    onConnection: (peer: TcpPeer) => void = ({ socket }) => socket.pipe(socket),
  ): Promise<TcpServer> {
    const server = createServer({ allowHalfOpen: true });
    server.listen(0, address);
    await once(server, 'listening');
    return new TcpServer(server, onConnection);
  }

  /** Resolves to the connections so far as soon as there are as many. */
  async connections(count: number): Promise<readonly TcpPeer[]> {
    while (this.accepted.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.accepted;
  }

  close(): void {
    this.#server.close();
    for (const { socket } of this.accepted) socket.destroy();
  }
}
