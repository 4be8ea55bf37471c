/** The targets of bench/connections.ts, in a process of their own. */
import { createServer, type Socket } from 'node:net';
import type { Endpoint } from '../harness/core/network/endpoint.ts';
import { REQUESTS } from './connection-requests.ts';

process.once('message', async (addresses: readonly string[]) => {
  const endpoints: Endpoint[] = [];
  for (const address of addresses) {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, serve);
    await new Promise<void>((resolve) => server.listen({ host: address, port: 0, backlog: 4096 }, resolve));
    const place = server.address();
    if (place !== null && typeof place === 'object') endpoints.push({ address, port: place.port });
  }
  process.send?.(endpoints);
});
process.once('disconnect', () => process.exit());

function serve(socket: Socket): void {
  // Clients of a measurement may go in any way.
  socket.on('error', () => socket.destroy());
  socket.once('data', (first: Buffer) => {
    switch (first[0]) {
      case REQUESTS.echo:
        socket.write(first);
        socket.pipe(socket);
        break;
      case REQUESTS.count:
        count(socket, first.length);
        break;
      default:
        socket.pause();
    }
  });
}

/** Hears the client to its end, and says then how many bytes that were. */
function count(socket: Socket, already: number): void {
  let bytes = already;
  socket.on('data', ({ length }) => {
    bytes += length;
  });
  socket.on('end', () => socket.end(String(bytes)));
}
