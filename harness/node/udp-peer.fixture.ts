import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Endpoint } from '../core/network/endpoint.ts';

export interface ReceivedDatagram {
  readonly payload: Buffer;
  readonly from: Endpoint;
}

/** A UDP socket of a test: a client, or a target that echoes what it gets. */
export class UdpPeer implements AsyncDisposable {
  readonly local: Endpoint;
  readonly received: ReceivedDatagram[] = [];
  readonly #socket: Socket;
  #waiting: (() => void)[] = [];

  private constructor(socket: Socket, echoes: boolean) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.local = { address, port };
    socket.setRecvBufferSize(4 * 1024 * 1024);
    socket.on('message', (payload: Buffer, { address, port }: RemoteInfo) => {
      this.received.push({ payload, from: { address, port } });
      if (echoes) socket.send(payload, port, address);
      for (const look of this.#waiting.splice(0)) look();
    });
  }

  static async open(address: string, { echoes = false, port = 0 } = {}): Promise<UdpPeer> {
    const socket = createSocket('udp4');
    socket.bind(port, address);
    await once(socket, 'listening');
    return new UdpPeer(socket, echoes);
  }

  send(payload: string | Uint8Array, to: Endpoint): void {
    this.#socket.send(payload, to.port, to.address);
  }

  /** Resolves to the datagrams received so far once there are as many. */
  async datagrams(count: number): Promise<readonly ReceivedDatagram[]> {
    while (this.received.length < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.received;
  }

  /** Sends and waits for the next datagram. */
  async exchange(payload: string | Uint8Array, to: Endpoint): Promise<ReceivedDatagram> {
    const before = this.received.length;
    this.send(payload, to);
    return (await this.datagrams(before + 1))[before]!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.close(() => resolve()));
  }
}
