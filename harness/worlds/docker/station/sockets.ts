import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Endpoint } from '../../../core/network/endpoint.ts';
import { connectDescriptor } from '../../../libc/connect-descriptor.ts';
import { openTransparentSocket } from '../../../libc/transparent-socket.ts';
import { untilConnected } from '../../open-connection.ts';
import type { ByteStreams } from './byte-stream.ts';
import type { FromStation, StationAction } from './protocol.ts';

/** Enough for a burst of replies while the event loop is busy; the system may grant less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;
/** A client that is silent for this long (real time) is hung up on. */
const CONNECTION_IDLE_MS = 10_000;

type Action<Type extends StationAction['type']> = Extract<StationAction, { readonly type: Type }>;

/** The sockets that a station has for the harness, which is in another network. */
export class Sockets {
  readonly #streams: ByteStreams;
  readonly #send: (message: FromStation) => void;
  readonly #udp = new Map<number, UdpSocket>();
  readonly #servers = new Map<number, Server>();
  #lastStream = 0;

  constructor(streams: ByteStreams, send: (message: FromStation) => void) {
    this.#streams = streams;
    this.#send = send;
  }

  openUdp({ socket, at }: Action<'open-udp'>): Endpoint {
    const opened = createSocket('udp4');
    opened.bind({ fd: openTransparentSocket(at, 'udp'), exclusive: true });
    try {
      opened.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    } catch {
      // The system's own size has to do.
    }
    // What comes back as ICMP is the fate of a datagram, and datagrams may get lost.
    opened.on('error', () => undefined);
    opened.on('message', (payload, { address, port }) =>
      this.#send({
        type: 'datagram',
        socket,
        payload: payload.toString('base64'),
        from: { address, port },
      }),
    );
    this.#udp.set(socket, opened);
    const { address, port } = opened.address();
    return { address, port };
  }

  sendUdp({ socket, payload, to }: Action<'send-udp'>): Promise<void> {
    const opened = this.#udp.get(socket);
    if (!opened) throw new Error('the socket is closed');
    return new Promise((resolve, reject) => {
      opened.send(Buffer.from(payload, 'base64'), to.port, to.address, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  }

  closeUdp({ socket }: Action<'close-udp'>): void {
    this.#udp.get(socket)?.close();
    this.#udp.delete(socket);
  }

  async listen({ server, at }: Action<'listen'>): Promise<Endpoint> {
    const listening = createServer({ allowHalfOpen: true }, (connection) => {
      this.#lastStream -= 1;
      const stream = this.#streams.open(this.#lastStream);
      this.#send({ type: 'connection', server, stream: this.#lastStream });
      connection.setTimeout(CONNECTION_IDLE_MS, () => connection.destroy());
      join(connection, stream);
    });
    await new Promise<void>((resolve, reject) => {
      listening.once('error', reject);
      listening.listen({ host: at.address, port: at.port, exclusive: true }, resolve);
    });
    this.#servers.set(server, listening);
    return at;
  }

  closeServer({ server }: Action<'close-server'>): void {
    this.#servers.get(server)?.close();
    this.#servers.delete(server);
  }

  async openConnection({ stream, at, to, patienceMs }: Action<'open-connection'>): Promise<Endpoint> {
    const connection = connectDescriptor(openTransparentSocket(at, 'tcp'), to);
    await untilConnected(connection, patienceMs);
    join(connection, this.#streams.open(stream));
    return { address: at.address, port: connection.localPort! };
  }

  connect({ stream, path }: Action<'connect'>): Promise<void> {
    return new Promise((resolve, reject) => {
      const connection = connect({ path, allowHalfOpen: true });
      // At once: what is written before it is connected comes before the answer to this.
      join(connection, this.#streams.open(stream));
      connection.once('error', reject);
      connection.once('connect', resolve);
    });
  }
}

/** Two streams that are one from now on: what one says the other hears, also how it ends. */
function join(connection: Socket, stream: Duplex): void {
  connection.pipe(stream);
  stream.pipe(connection);
  connection.on('error', (error) => stream.destroy(error));
  // The other end wants a reset, as its own would be.
  stream.on('error', () => connection.resetAndDestroy());
  connection.once('close', () => stream.destroy());
  stream.once('close', () => {
    // Where both directions have ended the connection closes by itself, when all that was said has gone out.
    if (!stream.readableEnded || !stream.writableFinished) connection.destroy();
  });
}
