import { type Endpoint, formatEndpoint, type TransportProtocol } from '../core/network/endpoint.ts';
import { HarnessError } from '../errors.ts';

/** The system's name for an error, such as `EADDRINUSE`. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Whether the process or the machine has no file descriptor left. */
export function isTooManyOpenFiles(error: unknown): boolean {
  return ['EMFILE', 'ENFILE'].includes(systemCode(error) ?? '');
}

export function tooManyOpenFiles(what: string, cause: unknown): HarnessError {
  return new HarnessError(
    'HARNESS_TOO_MANY_OPEN_FILES',
    `${what}: the limit of open files is reached`,
    'Raise the limit (ulimit -n) or use fewer flows at a time',
    { cause },
  );
}

/** Why a socket could not be bound, and what to do. */
export function bindFailure(
  what: string,
  at: Endpoint,
  error: unknown,
  protocol: TransportProtocol = 'udp',
): HarnessError {
  const place = `${protocol} ${formatEndpoint(at)}`;
  if (isTooManyOpenFiles(error)) return tooManyOpenFiles(`${what} cannot bind ${place}`, error);
  if (systemCode(error) === 'EADDRINUSE' && at.port === 0)
    return new HarnessError(
      'HARNESS_NO_FREE_ADDRESS',
      `${what} cannot bind ${place}: no port of the address is free`,
      'Use fewer flows at a time from one client address, or widen sysctl net.ipv4.ip_local_port_range',
      { cause: error },
    );
  switch (systemCode(error)) {
    case 'EADDRINUSE':
      return new HarnessError(
        'HARNESS_PORT_IN_USE',
        `${what} cannot bind ${place}: the port is in use`,
        `Stop what uses the port (ss -${protocol === 'udp' ? 'u' : 't'}lnp shows it), or give the listener another port`,
        { cause: error },
      );
    case 'EACCES':
      return new HarnessError(
        'HARNESS_PORT_PRIVILEGED',
        `${what} cannot bind ${place}: this user may not bind ports below 1024`,
        'Give the listener a port from 1024 up, or lower sysctl net.ipv4.ip_unprivileged_port_start',
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
      return new HarnessError(
        'HARNESS_ADDRESS_UNAVAILABLE',
        `${what} cannot bind ${place}: this machine does not have the address`,
        'Run nlb-harness doctor, which says which worlds work on this machine',
        { cause: error },
      );
    default:
      return new HarnessError(
        'HARNESS_INVARIANT_BROKEN',
        `${what} cannot bind ${place}: ${error instanceof Error ? error.message : String(error)}`,
        'Report this as a defect of the harness',
        { cause: error },
      );
  }
}
