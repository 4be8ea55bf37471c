import { connect, createServer, type Server } from 'node:net';
import type { ConnectionLayer } from './connection-layer.ts';

/** TCP by node:net: works everywhere. */
export const netLayer: ConnectionLayer = {
  listen: (at, accept) =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept);
      server.once('error', reject);
      server.listen({ host: at.address, port: at.port, exclusive: true }, () => {
        server.off('error', reject);
        resolve(server);
      });
    }),
  connect: (from, to) => {
    const connection = connect({
      host: to.address,
      port: to.port,
      localAddress: from.address,
      ...(from.port > 0 && { localPort: from.port }),
      allowHalfOpen: true,
    });
    return connection.pause();
  },
};
