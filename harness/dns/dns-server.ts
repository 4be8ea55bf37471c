import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { HarnessError } from '../errors.ts';
import type { DnsSockets } from '../worlds/world.ts';
import { type DnsLookup, type DnsPointerLookup, DnsResponder } from './dns-responder.ts';

export interface DnsServerOptions {
  /** Looks up load balancers' names; asked once a query. */
  readonly resolve: DnsLookup;
  /** Where to listen, actual. */
  readonly address: string;
  /** 0 for any; UDP and TCP get the same. */
  readonly port: number;
}

/** A DNS server that listens. `stop` is idempotent. */
export interface StartedDnsServer extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** How often to look for a port that is free for both transports. */
const PORT_ATTEMPTS = 10;
/** A TCP client that is silent for this long (real time) is hung up on (RFC 7766 asks for a few seconds). */
const TCP_IDLE_MS = 10_000;

/**
 * Starts a DNS server for the names of load balancers, over UDP and TCP.
 *
 * A name under elb.<region>.amazonaws.com that `resolve` does not know does not exist; any other name is refused
 * and never passed on to another server.
 *
 * @throws HarnessError HARNESS_PORT_IN_USE, HARNESS_PORT_PRIVILEGED, HARNESS_ADDRESS_UNAVAILABLE
 */
export async function startDnsServer({
  resolve,
  address,
  port,
}: DnsServerOptions): Promise<StartedDnsServer> {
  const responder = new DnsResponder(resolve);
  for (let attempt = 1; ; attempt += 1) {
    const tcp = answerTcp(responder, createServer());
    try {
      await listen(tcp.server, address, port);
      const bound = (tcp.server.address() as AddressInfo).port;
      return new DnsServer(address, bound, tcp, await serveUdp(responder, address, bound));
    } catch (cause) {
      tcp.stop();
      const { code } = cause as NodeJS.ErrnoException;
      // The system gave a TCP port that somebody has for UDP.
      if (port === 0 && code === 'EADDRINUSE' && attempt < PORT_ATTEMPTS) continue;
      throw listenError(code, `${address}:${port}`, cause);
    }
  }
}

/**
 * Answers on sockets that are bound already, wherever that was done: names of load balancers, and the names of
 * addresses. `stop` closes the sockets.
 */
export function serveDns(
  { udp, tcp }: DnsSockets,
  resolve: DnsLookup,
  nameOf: DnsPointerLookup,
): StartedDnsServer {
  const responder = new DnsResponder(resolve, nameOf);
  answerUdp(responder, udp);
  const { address, port } = udp.address();
  return new DnsServer(address, port, answerTcp(responder, tcp), udp);
}

class DnsServer implements StartedDnsServer {
  readonly address: string;
  readonly port: number;
  readonly #tcp: TcpService;
  readonly #udp: DnsSockets['udp'];
  #stopped: Promise<void> | undefined;

  constructor(address: string, port: number, tcp: TcpService, udp: DnsSockets['udp']) {
    this.address = address;
    this.port = port;
    this.#tcp = tcp;
    this.#udp = udp;
  }

  stop(): Promise<void> {
    this.#stopped ??= (async () => {
      await Promise.all([this.#tcp.stop(), new Promise<void>((closed) => void this.#udp.close(closed))]);
    })();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}

async function serveUdp(responder: DnsResponder, address: string, port: number): Promise<UdpSocket> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', reject);
      resolve();
    });
  });
  answerUdp(responder, socket);
  return socket;
}

function answerUdp(responder: DnsResponder, socket: DnsSockets['udp']): void {
  // A client that has gone is reported here on some systems; the others are still to be served.
  socket.on('error', () => undefined);
  socket.on('message', (packet, client) => {
    const response = responder.respond(packet, 'udp');
    if (response) socket.send(response, client.port, client.address, () => undefined);
  });
}

interface TcpService<Port extends DnsSockets['tcp'] = DnsSockets['tcp']> {
  readonly server: Port;
  stop(): Promise<void>;
}

function answerTcp<Port extends DnsSockets['tcp']>(responder: DnsResponder, server: Port): TcpService<Port> {
  const connections = new Set<Duplex>();
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout?.(TCP_IDLE_MS, () => socket.destroy());
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      // Each message is preceded by its length in two bytes; several may come at once.
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        const response = responder.respond(pending.subarray(2, end), 'tcp');
        pending = pending.subarray(end);
        if (!response) return socket.destroy();
        const length = Buffer.alloc(2);
        length.writeUInt16BE(response.length);
        socket.write(Buffer.concat([length, response]));
      }
    });
  });
  return {
    server,
    stop: async () => {
      const closed = new Promise<void>((resolve) => void server.close(resolve));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function listenError(code: string | undefined, where: string, cause: unknown): unknown {
  const what = `The DNS server cannot listen at ${where}`;
  if (code === 'EADDRINUSE')
    return new HarnessError(
      'HARNESS_PORT_IN_USE',
      `${what}: the port is taken`,
      'Use another one, or 0 for any that is free',
      { cause },
    );
  if (code === 'EACCES')
    return new HarnessError(
      'HARNESS_PORT_PRIVILEGED',
      `${what}: the system reserves the port for privileged processes`,
      'Use a port above 1023, or 0 for any that is free',
      { cause },
    );
  if (code === 'EADDRNOTAVAIL')
    return new HarnessError(
      'HARNESS_ADDRESS_UNAVAILABLE',
      `${what}: this machine does not have the address`,
      'Use 127.0.0.1',
      { cause },
    );
  return cause;
}
