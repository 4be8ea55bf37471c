import type { Probe, ProbeResult } from '../protocol.ts';
import { matchesHttpCode } from './http-code-matcher.ts';
import { probeFailure } from './probe-failure.ts';
import { CANCELLED, type ProbeRoute } from './probe-route.ts';

// An import would load all that the module offers, a WebSocket client among it: 30 ms of the first check.
const { request: requestHttp } = process.getBuiltinModule('node:http');
const { request: requestHttps } = process.getBuiltinModule('node:https');

/** What the NLB says is not established (NLB-HC-06); this is documented for the Application Load Balancer. */
const USER_AGENT = 'ELB-HealthChecker/2.0';

/**
 * Gets the path once and compares the status; follows no redirect, keeps no connection, has no time-out of its
 * own. Rejects with a HarnessError where this machine is at fault.
 */
export function probeHttp(
  { protocol, path, host, matcherHttpCode }: Probe,
  { localAddress, to }: ProbeRoute,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const outcome = Promise.withResolvers<ProbeResult>();
  const options = {
    host: to.address,
    port: to.port,
    method: 'GET',
    path: path ?? '/',
    headers: { 'User-Agent': USER_AGENT, ...(host && { Host: host }) },
    agent: false as const,
    ...(localAddress && { localAddress }),
  };
  // No validation of the certificate, and TLS 1.3 is not spoken (NLB-HC-05).
  const request =
    protocol === 'HTTPS'
      ? requestHttps({ ...options, rejectUnauthorized: false, maxVersion: 'TLSv1.2' })
      : requestHttp(options);
  const cancel = () => outcome.resolve(CANCELLED);
  signal.addEventListener('abort', cancel);
  request.once('response', ({ statusCode = 0 }) => {
    outcome.resolve({
      passed: matchesHttpCode(matcherHttpCode ?? '200', statusCode),
      detail: `status ${statusCode}`,
    });
  });
  request.on('error', outcome.reject);
  request.end();
  return outcome.promise.catch(probeFailure).finally(() => {
    signal.removeEventListener('abort', cancel);
    request.destroy();
  });
}
