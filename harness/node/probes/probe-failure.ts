import { HarnessError } from '../../errors.ts';
import { isTooManyOpenFiles, systemCode, tooManyOpenFiles } from '../bind-failure.ts';
import type { ProbeResult } from '../protocol.ts';

const DETAILS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EPIPE: 'connection closed',
  ETIMEDOUT: 'connection timed out',
};

/**
 * What an error says of the target. Throws a HarnessError where the error says something of this machine only,
 * so that its shortcomings never make a target unhealthy.
 */
export function probeFailure(error: unknown): ProbeResult {
  if (isTooManyOpenFiles(error)) throw tooManyOpenFiles('A health check could not be sent', error);
  const code = systemCode(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code === 'EADDRNOTAVAIL')
    throw new HarnessError(
      'HARNESS_ADDRESS_UNAVAILABLE',
      `A health check could not be sent: ${message}`,
      'Run nlb-harness doctor, which says which worlds work on this machine',
      { cause: error },
    );
  return { passed: false, detail: DETAILS[code ?? ''] ?? message };
}
