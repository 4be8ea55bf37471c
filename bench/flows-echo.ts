/** The targets of bench/flows.ts, in a process of their own: UDP sockets that send back what they get. */
import { createSocket } from 'node:dgram';
import type { Endpoint } from '../harness/core/network/endpoint.ts';

process.once('message', (addresses: readonly string[]) => {
  const endpoints: Endpoint[] = [];
  for (const address of addresses) {
    // Looked up at once, so it is bound when `bind` returns.
    const socket = createSocket({ type: 'udp4', lookup: (host, _options, found) => found(null, host, 4) });
    socket.bind(0, address);
    socket.setRecvBufferSize(4 * 1024 * 1024);
    socket.on('message', (payload, { address, port }) => socket.send(payload, port, address));
    endpoints.push({ address, port: socket.address().port });
  }
  process.send?.(endpoints);
});
process.once('disconnect', () => process.exit());
