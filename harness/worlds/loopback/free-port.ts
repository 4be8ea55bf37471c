import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { Endpoint, TransportProtocol } from '../../core/network/endpoint.ts';

/** What binding showed: the port that was bound, or the system's error code. */
export type BindAttempt = { readonly port: number } | { readonly code: string | undefined };

/** Binds an endpoint and lets it go at once: whether it can be had, and which port 0 gives. */
export function tryBind(protocol: TransportProtocol, { address, port }: Endpoint): Promise<BindAttempt> {
  return new Promise((resolve) => {
    const failed = (error: NodeJS.ErrnoException) => resolve({ code: error.code });
    if (protocol === 'udp') {
      const socket = createSocket('udp4').once('error', failed);
      socket.bind({ address, port, exclusive: true }, () => {
        const bound = socket.address().port;
        socket.close(() => resolve({ port: bound }));
      });
    } else {
      const server = createServer().once('error', failed);
      server.listen({ host: address, port, exclusive: true }, () => {
        const bound = server.address();
        server.close(() => resolve({ port: typeof bound === 'object' && bound ? bound.port : port }));
      });
    }
  });
}

/** A port that is free now at this address. */
export async function freePort(protocol: TransportProtocol, address: string): Promise<number> {
  const attempt = await tryBind(protocol, { address, port: 0 });
  if ('port' in attempt) return attempt.port;
  throw new Error(`no free ${protocol} port at ${address}: ${attempt.code}`);
}
