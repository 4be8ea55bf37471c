import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connectEngine } from './engine.ts';

/** Another way to the engine: as a machine far away has it. */
export interface EngineProxy extends AsyncDisposable {
  /** For DOCKER_HOST. */
  readonly url: string;
  /** Ends all connections, and takes no more: the engine is gone for whoever came this way. */
  cut(): Promise<void>;
}

export async function startEngineProxy(): Promise<EngineProxy> {
  const { modem } = (await connectEngine()).docker;
  const { socketPath, host, port } = modem as { socketPath?: string; host?: string; port?: number };
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const place = socketPath ? { path: socketPath } : { host: host!, port: Number(port) };
    const engine = connect({ ...place, allowHalfOpen: true });
    const ends = [client, engine] as const;
    for (const [from, to] of [ends, ends.toReversed()] as const) {
      open.add(from!);
      from!.pipe(to!);
      from!.on('error', () => to!.destroy());
      from!.once('close', () => {
        open.delete(from!);
        to!.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = async () => {
    server.close();
    for (const socket of open) socket.destroy();
  };
  return {
    url: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    [Symbol.asyncDispose]: cut,
  };
}
