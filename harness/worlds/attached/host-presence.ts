import { connect } from 'node:net';

/** A port that nobody listens at (the discard service); somebody there may do so all the same. */
const UNUSED_PORT = 9;
/** The system asks three times, a second apart, who has an address. */
const PATIENCE_MS = 5_000;

/**
 * Whether a host of this network has an address. Whoever is there accepts or refuses a TCP connection at once; that
 * nobody is takes the system some seconds of real time to find out. `abandoned` ends the wait, with the answer no.
 */
export function hasHost(address: string, abandoned: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port: UNUSED_PORT });
    const settle = (there: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(there);
    };
    const timer = setTimeout(() => settle(false), PATIENCE_MS);
    socket.once('connect', () => settle(true));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => settle(code === 'ECONNREFUSED'));
    void abandoned.then(() => settle(false));
  });
}
