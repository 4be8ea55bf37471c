import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net';

/** Another way to a server, which can be cut. */
export interface TcpProxy extends Disposable {
  /** `127.0.0.1:32768`. */
  readonly address: string;
  /** Ends all connections, and takes no more: the server is gone for whoever came this way. */
  cut(): void;
}

export async function startTcpProxy(to: NetConnectOpts): Promise<TcpProxy> {
  const open = new Set<Socket>();
  const join = (from: Socket, other: Socket) => {
    open.add(from);
    from.pipe(other);
    from.on('error', () => other.destroy());
    from.once('close', () => {
      open.delete(from);
      other.destroy();
    });
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const connection = connect({ ...to, allowHalfOpen: true });
    join(client, connection);
    join(connection, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return { address: `127.0.0.1:${port}`, cut, [Symbol.dispose]: cut };
}
