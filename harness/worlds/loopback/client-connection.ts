import { connect } from 'node:net';
import { type Endpoint, formatEndpoint } from '../../core/network/endpoint.ts';
import {
  type ClientConnectionPlace,
  FailedClientConnection,
  OpenedClientConnection,
  outcomeOfFailure,
} from '../client-connection.ts';
import { untilConnected } from '../open-connection.ts';
import type { ClientConnection } from '../world.ts';
import { bindError } from './bind-error.ts';

/** As the client asked: of the endpoint, a port 0 stands for any. */
export interface WantedConnection extends ClientConnectionPlace {
  readonly connectTimeoutMs: number;
}

/**
 * Connects a client from one actual endpoint to another.
 *
 * @throws HarnessError where this machine does not let it begin there
 */
export async function openClientConnection(
  from: Endpoint,
  to: Endpoint,
  { connectTimeoutMs, ...place }: WantedConnection,
): Promise<ClientConnection> {
  const attempt = connect({
    host: to.address,
    port: to.port,
    localAddress: from.address,
    ...(from.port > 0 && { localPort: from.port }),
    allowHalfOpen: true,
  });
  try {
    const socket = await untilConnected(attempt, connectTimeoutMs);
    const local = { address: place.local.address, port: place.local.port || socket.localPort! };
    return new OpenedClientConnection(socket, { ...place, local });
  } catch (error) {
    const outcome = outcomeOfFailure(error);
    const { code } = error as NodeJS.ErrnoException;
    if (!outcome) throw bindError(code, `Cannot open a client connection at ${formatEndpoint(from)}`, error);
    place.onClosed();
    return new FailedClientConnection(outcome, place);
  }
}
