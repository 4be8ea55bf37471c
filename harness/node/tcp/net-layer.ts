import { connect, createServer, type Server } from 'node:net';
import type { ConnectionLayer } from './connection-layer.ts';

/**
 * Connections that the system keeps until the node accepts them, where it keeps as many. Node's own 511 are too few
 * for the clients of a load balancer: what comes in one go beyond them is dropped, and tried again a second later.
 */
const BACKLOG = 4096;

/** TCP by node:net: works everywhere. */
export const netLayer: ConnectionLayer = {
  listen: (at, accept) =>
    new Promise<Server>((resolve, reject) => {
      const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, accept);
      server.once('error', reject);
      server.listen({ host: at.address, port: at.port, exclusive: true, backlog: BACKLOG }, () => {
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
