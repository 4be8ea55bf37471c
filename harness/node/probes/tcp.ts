import { connect } from 'node:net';
import type { ProbeResult } from '../protocol.ts';
import { probeFailure } from './probe-failure.ts';
import { CANCELLED, type ProbeRoute } from './probe-route.ts';

/**
 * Connects and closes at once, without data (NLB-HC-03). Has no time-out of its own. Rejects with a HarnessError
 * where this machine is at fault.
 */
export function probeTcp({ localAddress, to }: ProbeRoute, signal: AbortSignal): Promise<ProbeResult> {
  const outcome = Promise.withResolvers<ProbeResult>();
  const socket = connect({ host: to.address, port: to.port, ...(localAddress && { localAddress }) });
  const cancel = () => outcome.resolve(CANCELLED);
  signal.addEventListener('abort', cancel);
  socket.once('connect', () => outcome.resolve({ passed: true, detail: 'connected' }));
  socket.on('error', outcome.reject);
  return outcome.promise.catch(probeFailure).finally(() => {
    signal.removeEventListener('abort', cancel);
    socket.destroy();
  });
}
