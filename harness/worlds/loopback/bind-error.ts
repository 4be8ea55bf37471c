import { HarnessError } from '../../errors.ts';

/** The harness error for a socket that could not be bound, or a process that could not be started. */
export function bindError(code: string | undefined, what: string, cause?: unknown): HarnessError {
  const options = { cause };
  switch (code) {
    case 'EADDRINUSE':
      return new HarnessError(
        'HARNESS_PORT_IN_USE',
        `${what}: the port is taken`,
        'Stop what listens there, or use another port',
        options,
      );
    case 'EADDRNOTAVAIL':
      return new HarnessError(
        'HARNESS_ADDRESS_UNAVAILABLE',
        `${what}: this machine does not have the address`,
        "Start the network with addresses 'detect' or 'single'",
        options,
      );
    case 'EACCES':
      return new HarnessError(
        'HARNESS_PORT_PRIVILEGED',
        `${what}: the system reserves the port for privileged processes`,
        'Use a port above 1023',
        options,
      );
    case 'EMFILE':
    case 'ENFILE':
      return new HarnessError(
        'HARNESS_TOO_MANY_OPEN_FILES',
        `${what}: the limit of open files is reached`,
        'Raise it (ulimit -n) or open fewer sockets',
        options,
      );
    default:
      return new HarnessError(
        'HARNESS_HOST_START_FAILED',
        what,
        'Read what it said, and run it by hand to see more',
        options,
      );
  }
}
